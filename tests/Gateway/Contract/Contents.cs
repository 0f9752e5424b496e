using Exchange.Consent;
using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Gateway.Tests.Contract;

/// <summary>Random contents of the sample covenant's categories, and of one that the contract has no message for.</summary>
internal static class Contents
{
    private static readonly CategoryRule Extra = new("extra", "Extra", false, Enum.GetValues<FieldType>()
        .ToDictionary(type => "f" + type, type => new FieldRule(type, null, null, [])));

    private static readonly Gen<string> Text = ArbMap.Default.GeneratorFor<NonEmptyString>()
        .Select(s => s.Get).Where(s => !s.Any(char.IsSurrogate));

    private static readonly Gen<PartialDate> Date =
        from year in Gen.Choose(1, 9999)
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, 28)
        from precision in Gen.Choose(1, 3)
        select new PartialDate(year, precision > 1 ? month : null, precision > 2 ? day : null);

    public static readonly Gen<(string Category, SectionContent Content)> Any =
        from rule in Gen.Elements([.. SampleCovenant.Text.Categories.Values, Extra])
        from values in Gen.CollectToArray(rule.Fields, field =>
            from present in Gen.Choose(0, 3)
            from value in ValueFor(field.Value.Type)
            select (field.Key, Value: present > 0 ? value : null))
        select (rule.Id, SectionContent.Of([.. values.Where(v => v.Value is not null).Select(v => (v.Key, v.Value!))]));

    private static Gen<FieldValue> ValueFor(FieldType type) => type switch
    {
        FieldType.Texts => Text.NonEmptyListOf().Select(t => (FieldValue)new TextsValue([.. t])),
        FieldType.Date => Date.Select(d => (FieldValue)new DateValue(d)),
        FieldType.Number => ArbMap.Default.GeneratorFor<long>().Select(n => (FieldValue)new NumberValue(n)),
        FieldType.Flag => Gen.Elements(true, false).Select(f => (FieldValue)new FlagValue(f)),
        FieldType.Address =>
            from text in Text
            from lines in Text.ListOf()
            select (FieldValue)new AddressValue { Street = text, HouseNumber = "12 A", Postcode = "1011PN", City = "Amsterdam", Lines = [.. lines] },
        FieldType.Persons =>
            from names in Text.NonEmptyListOf()
            from birth in Date
            select (FieldValue)new PersonsValue([.. names.Select((n, i) => new RelatedPerson
            {
                Relationship = "kind",
                FirstNames = n,
                SurnamePrefix = "van",
                Surname = n,
                BirthDate = i % 2 == 0 ? birth : null,
            })]),
        _ => Text.Select(t => (FieldValue)new TextValue(t)),
    };
}
