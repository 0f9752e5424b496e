using Exchange.Consent;
using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests;

/// <summary>Random contents that partners could have contributed, hostile ones among them.</summary>
internal static class Contents
{
    /// <summary>The day on which ages are counted in these tests.</summary>
    public static readonly DateOnly Day = new(2026, 3, 1);

    // Some contributed texts are what a view says itself: a name may be "elders".
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements("Jan", "Çelik", "O'Brien", "elders", "Centrum", "binnen het werkgebied", "een", "0-17", "{\"t\":\"text\"}", "\u202eneJ", "😀", "1970"),
        ArbMap.Default.GeneratorFor<NonEmptyString>().Select(s => s.Get));

    private static readonly Gen<PartialDate> AnyDate =
        from year in Gen.OneOf(Gen.Choose(1900, 2030), Gen.Choose(1, 9999))
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, 28)
        from precision in Gen.Choose(1, 3)
        select new PartialDate(year, precision > 1 ? month : null, precision > 2 ? day : null);

    private static readonly Gen<AddressValue> AnyAddress =
        from street in Text
        from postcode in Gen.OneOf(Gen.Constant(""), Gen.Choose(1000, 9999).Select(d => $"{d}AB"), Text)
        from city in Text
        select new AddressValue { Street = street, HouseNumber = "1", Postcode = postcode, City = city };

    /// <summary>A category with a content of it.</summary>
    public static readonly Gen<(CategoryRule Rule, SectionContent Content)> Any =
        from rule in Gen.Elements(Covenants.OfSampleAndMore.AsEnumerable())
        from content in Of(rule)
        select (rule, content);

    /// <summary>A category with two contents of it that are of the same coarse classes and differ in all else.</summary>
    public static readonly Gen<(CategoryRule Rule, SectionContent One, SectionContent Other)> Alike =
        from rule in Gen.Elements(Covenants.OfSampleAndMore.AsEnumerable())
        from pairs in Gen.CollectToArray(rule.Fields, field =>
            from pair in PairFor(field.Value)
            select (field.Key, pair.One, pair.Other))
        select (
            rule,
            SectionContent.Of([.. pairs.Where(p => p.One is not null).Select(p => (p.Key, p.One!))]),
            SectionContent.Of([.. pairs.Where(p => p.Other is not null).Select(p => (p.Key, p.Other!))]));

    private static Gen<SectionContent> Of(CategoryRule rule) =>
        from values in Gen.CollectToArray(rule.Fields, field =>
            from present in Gen.Choose(0, 3)
            from value in ValueFor(field.Value)
            select (field.Key, Value: present > 0 ? value : null))
        select SectionContent.Of([.. values.Where(v => v.Value is not null).Select(v => (v.Key, v.Value!))]);

    private static Gen<FieldValue> ValueFor(FieldRule rule) => rule.Type switch
    {
        FieldType.Date => AnyDate.Select(d => (FieldValue)new DateValue(d)),
        FieldType.Address => AnyAddress.Select(a => (FieldValue)a),
        FieldType.Number => Gen.Choose(0, int.MaxValue).Select(n => (FieldValue)new NumberValue(n)),
        FieldType.Flag => Gen.Elements(true, false).Select(f => (FieldValue)new FlagValue(f)),
        FieldType.Texts => Text.NonEmptyListOf().Select(t => (FieldValue)new TextsValue([.. t])),
        FieldType.Persons => Text.NonEmptyListOf().Select(t => (FieldValue)new PersonsValue([.. t.Select(n => new RelatedPerson { Surname = n })])),
        FieldType.Code when rule.Values.Count > 0 =>
            Gen.OneOf(Gen.Elements(rule.Values.AsEnumerable()), Text).Select(c => (FieldValue)new TextValue(c)),
        _ => Text.Select(t => (FieldValue)new TextValue(t)),
    };

    private static Gen<(FieldValue? One, FieldValue? Other)> PairFor(FieldRule rule) => (rule.Type, rule.Anonymised) switch
    {
        (FieldType.Code, Generalisation.Keep) when rule.Values.Count > 0 && rule.Pseudonymised is not null =>
            Gen.Elements(rule.Values.AsEnumerable()).Select(c => ((FieldValue?)new TextValue(c), (FieldValue?)new TextValue(c))),
        (FieldType.Date, Generalisation.AgeBand5 or Generalisation.AgeBand10 or Generalisation.AgeBand20) =>
            from ages in Gen.Elements((0, 17), (18, 29), (30, 49), (50, 110))
            from one in BirthDate(ages.Item1, ages.Item2)
            from other in BirthDate(ages.Item1, ages.Item2)
            select ((FieldValue?)one, (FieldValue?)other),
        (FieldType.Address, Generalisation.District) =>
            from postcodes in Gen.Elements((1011, 1018), (2000, 9999))
            from one in Gen.Choose(postcodes.Item1, postcodes.Item2)
            from other in Gen.Choose(postcodes.Item1, postcodes.Item2)
            from street in Text
            select ((FieldValue?)new AddressValue { Postcode = $"{one}AB", Street = street },
                (FieldValue?)new AddressValue { Postcode = $"{other}XZ", City = "Elders" }),
        // Nothing of it is left: one may hold it and the other not.
        _ =>
            from one in ValueFor(rule)
            from other in ValueFor(rule)
            from present in Gen.Choose(0, 2)
            select (present == 1 ? null : one, present == 2 ? null : other),
    };

    private static Gen<DateValue> BirthDate(int youngest, int oldest) =>
        from age in Gen.Choose(youngest, oldest)
        from days in Gen.Choose(0, 364)
        let birth = Day.AddYears(-age).AddDays(-days)
        select new DateValue(new PartialDate(birth.Year, birth.Month, birth.Day));
}
