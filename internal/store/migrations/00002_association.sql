-- +goose Up
CREATE TABLE association (
    tenant     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    local_code TEXT   NOT NULL,
    code       TEXT   NOT NULL, -- the ERP's
    name       TEXT   NOT NULL, -- the ERP's, when it was associated
    updated_at BIGINT NOT NULL, -- microseconds since 1970 UTC
    PRIMARY KEY (tenant, kind, local_code)
);
CREATE INDEX association_code ON association (tenant, kind, code);

-- +goose Down
DROP TABLE association;
