using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>Which kind of value each of the covenant's field types holds.</summary>
public static class FieldKinds
{
    /// <summary>
    /// Whether a value is of the kind that partners contribute for a type. A generalised value is of no type: nobody can
    /// contribute one.
    /// </summary>
    public static bool Fits(FieldType type, FieldValue value) => type switch
    {
        FieldType.Text or FieldType.FreeText or FieldType.Bsn or FieldType.Code => value is TextValue,
        FieldType.Texts => value is TextsValue,
        FieldType.Date => value is DateValue,
        FieldType.Address => value is AddressValue,
        FieldType.Number => value is NumberValue,
        FieldType.Flag => value is FlagValue,
        FieldType.Persons => value is PersonsValue,
        _ => false,
    };
}
