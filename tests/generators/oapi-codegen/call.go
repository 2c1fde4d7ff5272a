package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"call/tasks"
)

func main() {
	user, ctx := os.Getenv("API_USER"), context.Background()
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("API_TOKEN"))
		return nil
	}
	client, err := tasks.NewClientWithResponses(os.Getenv("API_URL"), tasks.WithRequestEditorFn(authorize))
	if err != nil {
		log.Fatal(err)
	}

	body := tasks.CreateTask{Title: "Made by oapi-codegen"}
	created, err := client.CreateTaskWithResponse(ctx, user, nil, body)
	if err != nil || created.JSON201 == nil {
		log.Fatal(err, created)
	}
	found, err := client.GetTaskWithResponse(ctx, user, created.JSON201.Data.Id, nil)
	if err != nil || found.JSON200 == nil || found.JSON200.Data.Description != nil {
		log.Fatal(err, found)
	}

	missing, err := client.GetTaskWithResponse(ctx, user, 1_000_000, nil)
	if err != nil || missing.JSON404 == nil {
		log.Fatal(err, missing)
	}
	fmt.Println(missing.JSON404.Error.Code)
}
