using System.Globalization;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Exchange.Cli.Demo;

/// <summary>Puts the typed contents of a section in short words for the terminal.</summary>
internal static class ProtoText
{
    /// <summary>The fields of a section by their names in the covenant; none when it has no content.</summary>
    public static IReadOnlyList<(string Name, string Value)> FieldsOf(DisclosedSection section)
    {
        var content = DisclosedSection.Descriptor.Oneofs.Single(o => o.Name == "content").Accessor.GetCaseFieldDescriptor(section);
        return content is null ? [] : FieldsOf((IMessage)content.Accessor.GetValue(section));
    }

    private static IReadOnlyList<(string Name, string Value)> FieldsOf(IMessage content) =>
    [
        .. content.Descriptor.Fields.InFieldNumberOrder()
            .Select(field => (field.JsonName, Text(field, field.Accessor.GetValue(content))))
            .Where(field => field.Item2.Length > 0),
    ];

    private static string Text(FieldDescriptor field, object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable<string> texts => string.Join(", ", texts),
        DateValue { ValueCase: DateValue.ValueOneofCase.Date } date => Text(date.Date),
        DateValue { ValueCase: DateValue.ValueOneofCase.AgeBand } band =>
            band.AgeBand.HasHighest ? $"{band.AgeBand.Lowest}–{band.AgeBand.Highest} jaar" : $"{band.AgeBand.Lowest}+ jaar",
        AddressValue { ValueCase: AddressValue.ValueOneofCase.District } area => area.District,
        AddressValue { ValueCase: AddressValue.ValueOneofCase.Address } place =>
            string.Join(", ", new[] { $"{place.Address.Street} {place.Address.HouseNumber}".Trim(), place.Address.Postcode, place.Address.City }.Concat(place.Address.Lines).Where(p => p.Length > 0)),
        PersonsValue { ValueCase: PersonsValue.ValueOneofCase.Count } count => $"{count.Count} personen",
        PersonsValue { ValueCase: PersonsValue.ValueOneofCase.List } list =>
            string.Join(", ", list.List.Items.Select(p => $"{p.FirstNames} ({p.Relationship})")),
        long number => field.HasPresence && number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Text(PartialDate date) =>
        new Dossiers.PartialDate(date.Year, date.HasMonth ? date.Month : null, date.HasDay ? date.Day : null).ToString();
}
