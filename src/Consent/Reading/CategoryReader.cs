using System.Collections.ObjectModel;

namespace Exchange.Consent;

/// <summary>Reads categories and their fields.</summary>
internal sealed class CategoryReader(Mistakes mistakes)
{
    private static readonly IReadOnlyDictionary<FieldType, Generalisation[]> Fitting = new Dictionary<FieldType, Generalisation[]>
    {
        [FieldType.Date] = [Generalisation.YearMonth, Generalisation.Year, Generalisation.AgeBand5, Generalisation.AgeBand10, Generalisation.AgeBand20],
        [FieldType.Address] = [Generalisation.District],
        [FieldType.FreeText] = [Generalisation.Redact],
        [FieldType.Code] = [Generalisation.Keep],
        [FieldType.Persons] = [Generalisation.Count],
    };

    public CategoryRule Category(string id, MapReader map)
    {
        var title = map.Text("title", required: false);
        var identifying = map.YesOrNo("identifying") ?? false;
        var fields = new OrderedDictionary<string, FieldRule>(StringComparer.Ordinal);
        var entries = map.Entries("fields", required: true);
        foreach (var (name, value) in entries)
        {
            if (!Names.IsName(name.Value))
                mistakes.Add(name.Place, $"'{MapReader.Shown(name.Value)}' is no name for a field: a letter, then letters, digits, '-' or '_', at most 64.");
            if (value is not YamlMap { Entries.Count: > 0 } field)
                mistakes.Add(value.Place, $"Field '{MapReader.Shown(name.Value)}' is a mapping with at least a type; this is {value.Kind}.");
            else if (Field(new MapReader(field, $"field '{MapReader.Shown(name.Value)}' of category '{id}'", mistakes)) is { } rule)
                fields[name.Value] = rule;
        }

        if (entries.Count > Limits.FieldsOfOneCategory)
            mistakes.Add(map.PlaceOf("fields"), $"More than {Limits.FieldsOfOneCategory} fields of one category; a covenant has fewer.");
        return new CategoryRule(id, title ?? id, identifying, new ReadOnlyDictionary<string, FieldRule>(fields));
    }

    private FieldRule? Field(MapReader field)
    {
        var type = field.Word<FieldType>("type", required: true);
        var pseudonymised = field.Word<Generalisation>("pseudonymised", required: false);
        var anonymised = field.Word<Generalisation>("anonymised", required: false);
        var values = Values(field);
        field.Done();
        if (type is not { } known)
            return null;

        MustFit(field, "pseudonymised", known, pseudonymised);
        MustFit(field, "anonymised", known, anonymised);
        if (anonymised is not null && (pseudonymised is null ? !field.Has("pseudonymised") : anonymised < pseudonymised))
            mistakes.Add(field.PlaceOf("anonymised"), "Anonymised shows more than pseudonymised. What is left out at one level is left out at every lower one.");
        if (values is not null && known != FieldType.Code)
            mistakes.Add(field.PlaceOf("values"), $"Only a code has 'values'; this is {Words.Of(known)}.");
        if (values is null && !field.Has("values") && (pseudonymised ?? anonymised) == Generalisation.Keep && known == FieldType.Code)
            mistakes.Add(field.Place, "A code is kept only when 'values' closes its list: an open code could carry a name into an anonymised view.");
        return new FieldRule(known, pseudonymised, anonymised, values ?? []);
    }

    private List<string>? Values(MapReader field)
    {
        if (field.Items("values") is not { } items)
            return null;
        var values = new List<string>();
        foreach (var item in items)
        {
            if (item is YamlText text && Names.IsName(text.Value))
                values.Add(text.Value);
            else
                mistakes.Add(item.Place, "A value of a code is a name: a letter, then letters, digits, '-' or '_', at most 64.");
        }

        return values;
    }

    private void MustFit(MapReader field, string level, FieldType type, Generalisation? generalisation)
    {
        var fitting = Fitting.GetValueOrDefault(type, []);
        if (generalisation is not { } given || fitting.Contains(given))
            return;
        mistakes.Add(field.PlaceOf(level), fitting.Length == 0
            ? $"A field of type {Words.Of(type)} is always omitted below full; leave '{level}' out."
            : $"'{Words.Of(given)}' does not fit a field of type {Words.Of(type)}: it takes {string.Join(", ", fitting.Select(Words.Of))}.");
    }
}
