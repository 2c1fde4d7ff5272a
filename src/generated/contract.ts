// Generated from openapi/tasks.yaml by `bun run generate`. Never edit this file.
export interface paths {
    "/api/{user_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List my tasks
         * @description A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Get one of my tasks
         * @description The task with this id, if it is the caller's. With the `ETag` of an earlier answer as `If-None-Match`, an unchanged task is answered by a 304 without a body.
         */
        get: operations["getTask"];
        /**
         * Update one of my tasks
         * @description Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
         */
        put: operations["replaceTask"];
        post?: never;
        /**
         * Delete one of my tasks
         * @description Removes the task for good and answers with it as it last was, so that an undo can recreate it.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Update some properties of one of my tasks
         * @description Changes the properties that are sent and keeps the others.
         */
        patch: operations["updateTask"];
        trace?: never;
    };
    "/api/{user_id}/tasks/{task_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Toggle the completion of one of my tasks
         * @description Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
         */
        patch: operations["toggleTaskCompletion"];
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the process serves requests, whatever the state of the database.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can the process do its work?
         * @description Answers 200 if the database answers, and 503 if it does not or the process is shutting down.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A user's task
         * @example {
         *       "id": 42,
         *       "user_id": "user_2b7e",
         *       "title": "Deploy Phase II",
         *       "description": "Complete backend deployment to production",
         *       "completed": false,
         *       "status": "Pending",
         *       "created_at": "2026-02-05T09:30:00.123456Z",
         *       "updated_at": "2026-02-05T09:30:00.123456Z"
         *     }
         */
        Task: {
            /** @description The id of the task, given by the server */
            id: number;
            /** @description The id of the user that the task belongs to */
            user_id: string;
            title: components["schemas"]["TaskTitle"];
            description: components["schemas"]["TaskDescription"];
            completed: components["schemas"]["TaskCompleted"];
            status: components["schemas"]["TaskStatus"];
            /** @description When the task was created */
            created_at: components["schemas"]["Timestamp"];
            /** @description When the task was last changed */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What a new task is made from */
        CreateTask: {
            title: components["schemas"]["TaskTitle"];
            /** @description Details, up to 1000 characters; null or left out where there are none */
            description?: components["schemas"]["TaskDescription"];
        };
        /** @description The properties to change; those left out stay as they are */
        UpdateTask: {
            title?: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            completed?: components["schemas"]["TaskCompleted"];
        };
        /** @description The state to set; `{}` flips the current one */
        ToggleTask: {
            completed?: components["schemas"]["TaskCompleted"];
        };
        /**
         * @description What is to be done. 1 to 200 characters, not only white space; stored as sent.
         * @example Deploy Phase II
         */
        TaskTitle: string & components["schemas"]["Text"];
        /**
         * @description Details, up to 1000 characters; null where there are none
         * @example Complete backend deployment to production
         */
        TaskDescription: string | null;
        /**
         * @description Whether the task is done
         * @example false
         */
        TaskCompleted: boolean;
        /**
         * @description `completed` in words
         * @example Pending
         * @enum {string}
         */
        TaskStatus: "Pending" | "Completed";
        /** @description Text that PostgreSQL can store */
        Text: string;
        /**
         * Format: date-time
         * @description An instant in UTC with microseconds, RFC 3339
         * @example 2026-02-05T09:30:00.123456Z
         */
        Timestamp: string;
        /**
         * @description A list of entity tags, or `*` (RFC 9110 section 8.8.3)
         * @example "3"
         */
        EntityTags: string;
        /** @description One task */
        TaskResponse: {
            data: components["schemas"]["Task"];
            error: null;
        };
        /** @description A page of tasks */
        TaskListResponse: {
            data: components["schemas"]["Task"][];
            error: null;
        };
        /** @description All is well */
        HealthResponse: {
            data: {
                /** @constant */
                status: "ok";
            };
            error: null;
        };
        /** @description What went wrong */
        ErrorResponse: {
            data: null;
            error: {
                /** @description What went wrong, for people */
                message: string;
                code: components["schemas"]["ErrorCode"];
                /** @description Each problem with the request, for a `VALIDATION_ERROR` */
                details?: {
                    /** @description The parameter, header or property, nested ones joined by dots; `body` is the whole body */
                    field: string;
                    /** @description What is wrong with it and what is allowed */
                    message: string;
                }[];
            };
        };
        /**
         * @description What went wrong, for programs. There may be more codes one day; take an unknown one by its status.
         * @example TASK_NOT_FOUND
         */
        ErrorCode: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "UNSUPPORTED_MEDIA_TYPE" | "PAYLOAD_TOO_LARGE" | "MALFORMED_JSON" | "VALIDATION_ERROR" | "PRECONDITION_FAILED" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_REQUESTS" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "SERVICE_UNAVAILABLE" | "INTERNAL_ERROR";
    };
    responses: {
        /** @description All is well */
        Healthy: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HealthResponse"];
            };
        };
        /** @description The task */
        ChangedTask: {
            headers: {
                ETag: components["headers"]["ETag"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TaskResponse"];
            };
        };
        /** @description Done, as the request preferred without a body */
        Done: {
            headers: {
                ETag: components["headers"]["ETag"];
                /**
                 * @description The preference that was honoured (RFC 7240 section 3)
                 * @example return=minimal
                 */
                "Preference-Applied"?: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter breaks its rule, or is unknown; `details` has every problem, `message` the first */
        InvalidParameters: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is not JSON, or it is invalid */
        InvalidRequest: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The token is missing, or it is not accepted */
        Unauthorized: {
            headers: {
                /**
                 * @description The challenge, RFC 6750: with `error="invalid_token"` when a token was sent
                 * @example Bearer error="invalid_token"
                 */
                "WWW-Authenticate": string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path is another user's: the token's `sub` is not its `user_id` */
        ForbiddenResource: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path is another user's: the token's `sub` is not its `user_id` */
        ForbiddenTask: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The caller has no task with this id. The id of another user's task, or one that is no positive integer, gives the very same answer. */
        TaskNotFound: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path has no such method; `Allow` names those that it has */
        MethodNotAllowed: {
            headers: {
                /**
                 * @description The methods that this path has
                 * @example GET, HEAD, POST
                 */
                Allow: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The task is not, or no longer, the version that `If-Match` names. Nothing was changed; get it again. */
        PreconditionFailed: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The same key was sent with other content before. Nothing was created. */
        IdempotencyKeyReused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is larger than 16 KiB (16,384 bytes) */
        PayloadTooLarge: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The `Content-Type` is not application/json, or there is a `Content-Encoding` */
        UnsupportedMediaType: {
            headers: {
                /**
                 * @description What the body may be encoded with (RFC 7694), where it is the `Content-Encoding` that is wrong
                 * @example identity
                 */
                "Accept-Encoding"?: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description A hundred requests of this user wait already. This one was not begun; try again. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description Something went wrong on the server; its log has the reason under the `X-Request-Id` */
        InternalError: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The database did not answer in time, or too many requests wait for it. Try again later. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: {
        /**
         * @description The caller's own user id, which is the `sub` of the token
         * @example user_2b7e
         */
        UserId: string;
        /**
         * @description The id of the task
         * @example 42
         */
        TaskId: number;
        /** @description Only tasks of this status; without it, all tasks */
        Status: components["schemas"]["TaskStatus"];
        /**
         * @description The field to sort by
         * @example created_at
         */
        Sort: "created_at" | "updated_at" | "title";
        /**
         * @description The direction to sort in
         * @example desc
         */
        Order: "asc" | "desc";
        /**
         * @description The most tasks to answer with
         * @example 50
         */
        Limit: number;
        /**
         * @description How many tasks to skip
         * @example 0
         */
        Offset: number;
        /** @description Where the page starts: an opaque cursor out of a `Link` header of the same list, with the same `status`, `sort` and `order`. Not together with `offset`. */
        After: string;
        /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
        IfMatch: components["schemas"]["EntityTags"];
        /** @description Answer with the task only if it has none of these entity tags, like `"3"` (RFC 9110 section 13.1.2). Weak tags match like strong ones. */
        IfNoneMatch: components["schemas"]["EntityTags"];
        /** @description A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
        IdempotencyKey: string;
        /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
        PreferMinimal: string;
        /** @description With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
        PreferCount: string;
    };
    requestBodies: {
        /** @description The properties to change, at least one */
        UpdateTask: {
            content: {
                "application/json": components["schemas"]["UpdateTask"];
            };
        };
    };
    headers: {
        /** @description Tasks are nobody's but their owner's, and failures pass; no cache keeps either */
        NoStore: "no-store";
        /** @description The browser may keep the task, and asks each time, with its `ETag`, whether it still holds */
        Revalidate: "private, no-cache";
        /** @description The content is what its type says, whatever it looks like */
        NoSniff: "nosniff";
        /** @description After how many seconds to try again */
        RetryAfter: 1;
        /**
         * @description The entity tag of the task's version; it changes with each change of the task
         * @example "3"
         */
        ETag: string;
        /**
         * @description The id of this request in the server's log; the request's own `X-Request-Id`, if it sent a usable one
         * @example 0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11
         */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query?: {
                /** @description Only tasks of this status; without it, all tasks */
                status?: components["parameters"]["Status"];
                /**
                 * @description The field to sort by
                 * @example created_at
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description The direction to sort in
                 * @example desc
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description The most tasks to answer with
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many tasks to skip
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /** @description Where the page starts: an opaque cursor out of a `Link` header of the same list, with the same `status`, `sort` and `order`. Not together with `offset`. */
                after?: components["parameters"]["After"];
            };
            header?: {
                /** @description With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferCount"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page of tasks */
            200: {
                headers: {
                    /**
                     * @description The other pages (RFC 8288): `first`, `prev` where there is one, and `next` unless this is the last. All other parameters are kept.
                     * @example </api/user_2b7e/tasks?sort=created_at&order=desc&limit=50&after=WyI>; rel="next"
                     */
                    Link: string;
                    /**
                     * @description How many tasks there are on all pages, where the request prefers `count=exact`
                     * @example 137
                     */
                    "X-Total-Count"?: string;
                    /**
                     * @description The preference that was honoured (RFC 7240 section 3)
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "Cache-Control": components["headers"]["NoStore"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskListResponse"];
                };
            };
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenResource"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new task */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTask"];
            };
        };
        responses: {
            /** @description The created task; without the body where the request prefers `return=minimal` */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /**
                     * @description The preference that was honoured (RFC 7240 section 3)
                     * @example return=minimal
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The path of the created task
                     * @example /api/user_2b7e/tasks/42
                     */
                    Location: string;
                    "Cache-Control": components["headers"]["NoStore"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenResource"];
            405: components["responses"]["MethodNotAllowed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Answer with the task only if it has none of these entity tags, like `"3"` (RFC 9110 section 13.1.2). Weak tags match like strong ones. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Revalidate"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskResponse"];
                };
            };
            /** @description The task has not changed */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Revalidate"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replaceTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateTask"];
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateTask"];
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    toggleTaskCompletion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /** @description The state to set; without one, the current state is flipped */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ToggleTask"];
            };
        };
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Healthy"];
            405: components["responses"]["MethodNotAllowed"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Healthy"];
            405: components["responses"]["MethodNotAllowed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
/** What `operations` leaves out: who may call, the error codes, the parameters that always have a value. */
export interface facts {
    listTasks: {
        secured: true;
        problems: "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "METHOD_NOT_ALLOWED" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: "sort" | "order" | "limit" | "offset";
    };
    createTask: {
        secured: true;
        problems: "MALFORMED_JSON" | "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    getTask: {
        secured: true;
        problems: "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    replaceTask: {
        secured: true;
        problems: "MALFORMED_JSON" | "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "PRECONDITION_FAILED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    deleteTask: {
        secured: true;
        problems: "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "PRECONDITION_FAILED" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    updateTask: {
        secured: true;
        problems: "MALFORMED_JSON" | "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "PRECONDITION_FAILED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    toggleTaskCompletion: {
        secured: true;
        problems: "MALFORMED_JSON" | "VALIDATION_ERROR" | "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "PRECONDITION_FAILED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "TOO_MANY_REQUESTS" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
    getLiveness: {
        secured: false;
        problems: "METHOD_NOT_ALLOWED" | "INTERNAL_ERROR";
        defaults: never;
    };
    getReadiness: {
        secured: false;
        problems: "METHOD_NOT_ALLOWED" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
}
/** The whole contract, for the engine's types. */
export interface Contract {
    operations: operations;
    facts: facts;
}
