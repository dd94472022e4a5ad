package association

import (
	"context"
	"fmt"
	"time"

	"balcao/erp"
)

// Record is a record of the ERP that a local code can stand for.
type Record struct{ Code, Name string }

// Records lists what the ERP has of a kind, in its order.
func Records(ctx context.Context, pipe erp.Pipe, kind Kind) ([]Record, error) {
	switch kind {
	case Product:
		return list(ctx, pipe, erp.ListProducts, func(p erp.Product) Record { return Record{p.Code, p.Name} })
	case Reseller:
		return list(ctx, pipe, erp.ListResellers, func(r erp.Reseller) Record { return Record{r.Code, r.Name} })
	case DueDate:
		return list(ctx, pipe, erp.ListDueDates, func(d erp.DueDate) Record { return Record{d.Code, d.Name} })
	case CommercialOrigin:
		return list(ctx, pipe, erp.ListCommercialOrigins, func(o erp.CommercialOrigin) Record { return Record{o.Code, o.Description} })
	}
	return nil, fmt.Errorf("association: there is no kind %q", kind)
}

func list[T any](ctx context.Context, pipe erp.Pipe, f erp.Func[erp.CatalogueInput, []T], record func(T) Record) ([]Record, error) {
	rows, _, err := f.Call(ctx, pipe, erp.CatalogueInput{})
	if err != nil {
		return nil, err
	}
	records := make([]Record, len(rows))
	for i, row := range rows {
		records[i] = record(row)
	}
	return records, nil
}

// Own are associations of records with the ERP's own codes as local codes.
func Own(kind Kind, records []Record, now time.Time) []Association {
	all := make([]Association, len(records))
	for i, r := range records {
		all[i] = Association{Kind: kind, LocalCode: r.Code, Code: r.Code, Name: r.Name, UpdatedAt: now}
	}
	return all
}
