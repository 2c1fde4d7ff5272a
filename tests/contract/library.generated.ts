// Generated from tests/contract/library.yaml by `bun run generate`. Never edit this file.
export interface paths {
    "/shelves/{shelf}/books": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shelf: "fiction" | "science";
            };
            cookie?: never;
        };
        /**
         * Find books
         * @deprecated
         * @description Books on a shelf.
         */
        get: operations["findBooks"];
        put?: never;
        /** Add a book */
        post: operations["addBook"];
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
        Book: {
            title: string;
            authors: {
                name: string;
                /**
                 * @default writer
                 * @enum {string}
                 */
                role: "writer" | "editor";
            }[];
            /** Format: date-time */
            published: string;
            /** @default null */
            pages: number | null;
        };
        Seen: {
            size: number;
            year: number;
            tag?: string[];
            lent?: boolean;
            max_price?: number;
            reader?: string;
        };
        Error: Record<string, never>;
    };
    responses: {
        /** @description Nothing here */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No such shelf */
        NoShelf: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Invalid */
        InvalidQuery: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Invalid */
        Invalid: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No library card */
        NoCard: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Wrong method */
        WrongMethod: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Allow: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too large */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not JSON */
        NotJson: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Accept-Encoding"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Broken */
        Broken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Busy */
        Busy: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": 7;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        RequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    findBooks: {
        parameters: {
            query: {
                tag?: string[];
                lent?: boolean;
                max_price?: number;
                year: number;
                size?: number;
            };
            header?: {
                "X-Reader"?: string;
            };
            path: {
                shelf: "fiction" | "science";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the handler was given */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Count": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seen"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            404: components["responses"]["NoShelf"];
            405: components["responses"]["WrongMethod"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Busy"];
        };
    };
    addBook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shelf: "fiction" | "science";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Book"];
            };
        };
        responses: {
            /** @description The book */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        books: components["schemas"]["Book"][];
                    };
                };
            };
            /** @description It was there already */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoCard"];
            404: components["responses"]["NoShelf"];
            405: components["responses"]["WrongMethod"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Busy"];
        };
    };
}
/** What `operations` leaves out: who may call, the error codes, the parameters that always have a value. */
export interface facts {
    findBooks: {
        secured: false;
        problems: "VALIDATION_ERROR" | "NO_SUCH_SHELF" | "METHOD_NOT_ALLOWED" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: "size";
    };
    addBook: {
        secured: true;
        problems: "VALIDATION_ERROR" | "MALFORMED_JSON" | "NO_CARD" | "BAD_CARD" | "NO_SUCH_SHELF" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE";
        defaults: never;
    };
}
/** The whole contract, for the engine's types. */
export interface Contract {
    operations: operations;
    facts: facts;
}
