using Exchange.Consent;
using FieldDescriptor = Google.Protobuf.Reflection.FieldDescriptor;

namespace Exchange.Gateway.Contract;

/// <summary>
/// Whether a covenant's fields have a place in the contract. What has none is refused at contribution and left out of a view, so
/// whoever brings a covenant into force had better know.
/// </summary>
internal static class CovenantFit
{
    /// <summary>The fields, as <c>category.field</c>, for which the contract has no place of their type.</summary>
    public static IReadOnlyList<string> FindMisfits(Covenant covenant) =>
    [
        .. from category in covenant.Categories.Values
           where SectionMapping.IsTyped(category.Id)
           let known = SectionMapping.FieldsOf(category.Id)
           from field in category.Fields
           where !(known.TryGetValue(field.Key, out var place) && Fits(field.Value.Type, place))
           orderby category.Id, field.Key
           select $"{category.Id}.{field.Key}",
    ];

    private static bool Fits(FieldType type, FieldDescriptor place) => (type, Kind(place)) is
        (FieldType.Text or FieldType.FreeText or FieldType.Bsn or FieldType.Code, "string")
        or (FieldType.Texts, "repeated string")
        or (FieldType.Number, "int64")
        or (FieldType.Date, nameof(V1.DateValue))
        or (FieldType.Address, nameof(V1.AddressValue))
        or (FieldType.Persons, nameof(V1.PersonsValue));

    private static string Kind(FieldDescriptor place) => (place.IsRepeated ? "repeated " : "") + place.FieldType switch
    {
        Google.Protobuf.Reflection.FieldType.String => "string",
        Google.Protobuf.Reflection.FieldType.Int64 => "int64",
        Google.Protobuf.Reflection.FieldType.Message => place.MessageType.Name,
        _ => "",
    };
}
