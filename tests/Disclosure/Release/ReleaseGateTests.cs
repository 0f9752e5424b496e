using Exchange.Consent;
using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release;

public sealed class ReleaseGateTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5000);

    private static readonly ReleaseGate Gate = new(Dossiers.Persons);

    [Fact]
    public void Find_IdentifierOfTheDossierWrittenInAnyWay_IsFound() =>
        Prop.ForAll(Dossiers.AboutSomebody.ToArbitrary(), text => Gate.Find(text) is not null).Check(Thorough);

    [Fact]
    public void Find_TextAboutNobody_Passes() =>
        Prop.ForAll(Dossiers.AboutNobody.ToArbitrary(), text => Gate.Find(text) is null).Check(Thorough);

    [Theory]
    [InlineData("Bel M\u043ehammed even.", IdentifierKind.Name)]
    [InlineData("M o h a m m e d kwam.", IdentifierKind.Name)]
    [InlineData("zie instagram.com/mohammedelidrissi", IdentifierKind.Name)]
    [InlineData("Idrissi's broer", IdentifierKind.Name)]
    [InlineData("Oesterling belde.", IdentifierKind.Name)]
    [InlineData("Gisteren kwam Bakker langs.", IdentifierKind.Name)]
    [InlineData("hanna en de rest", IdentifierKind.Name)]
    [InlineData("BSN 9 9 9 . 9 9 3 - 6 5 3", IdentifierKind.Bsn)]
    [InlineData("\u0669\u0669\u0669\u0669\u0669\u0663\u0666\u0665\u0663", IdentifierKind.Bsn)]
    [InlineData("0031 6 12 34 56 78", IdentifierKind.Phone)]
    [InlineData("geb. 12 mrt. 1998, nee 12.03.98", IdentifierKind.BirthDate)]
    [InlineData("1017 ab", IdentifierKind.Address)]
    [InlineData("verzonnenstraat nr", null)]
    [InlineData("De bakker op de hoek.", null)]
    [InlineData("Bakker is een vak.", null)]
    [InlineData("DE BAKKER IS DICHT", null)]
    [InlineData("Het was om er rustig over te praten; hij hanna", IdentifierKind.Name)]
    [InlineData("johanna", null)]
    public void Find_Text_FindsWhatIsThereAndNoMore(string text, IdentifierKind? expected) => Assert.Equal(expected, Gate.Find(text));

    [Fact]
    public void Find_TextThatTheRedactorLeft_Passes()
    {
        const string text = "Mohammed El Idrissi (999993653) belde zijn buurvrouw Hanna Bakker op 06-12345678 over 12 maart 1998, Verzonnenstraat 12.";
        Assert.NotNull(Gate.Find(text));
        Assert.Null(Gate.Find(TextRedactor.Dutch.Open(Dossiers.Persons).Redact(text).Text));
    }

    [Fact]
    public void Find_Section_LooksAtWhatIsNotTheCovenantsOwn()
    {
        var rule = Covenants.Category(
            "police",
            ("kind", new(FieldType.Code, Generalisation.Keep, Generalisation.Keep, ["Idrissi"])),
            ("other", new(FieldType.Code, Generalisation.Keep, Generalisation.Keep, ["een"])));
        Assert.Null(Find(rule, ("kind", new TextValue("Idrissi"))));
        Assert.Equal(IdentifierKind.Name, Find(rule, ("other", new TextValue("Idrissi"))));
        Assert.Equal(IdentifierKind.Name, Find(rule, ("area", new DistrictValue("Idrissi"))));
        Assert.Null(Find(rule, ("area", new DistrictValue("Centrum"))));
        Assert.NotNull(Find(rule, ("texts", new TextsValue(["een"]))));
    }

    [Theory]
    [InlineData("\ud800\udfff\ud800 Idriss\u0131")]
    [InlineData("\udc00Idrissi")]
    public void Find_UnbalancedText_IsReadAllTheSame(string text) => Assert.NotNull(Gate.Find(text));

    private static IdentifierKind? Find(CategoryRule rule, params (string, FieldValue)[] fields) => Gate.Find(
        new DisclosedSection
        {
            Category = rule.Id,
            Source = "politie",
            Level = Level.Anonymised,
            Content = SectionContent.Of(fields),
            Obligations = new SectionObligations("regie", new DateOnly(2026, 1, 1), false),
        },
        rule,
        Covenants.Districts);
}
