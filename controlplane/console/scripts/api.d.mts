export declare const TYPES: URL;
export declare function typesOf(description: unknown): Promise<string>;
export declare function currentTypes(): Promise<string>;
