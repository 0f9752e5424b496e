using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release.LookAlikes;

public sealed class CaseTraitsTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly (Section, SectionContent) Identity = Of("oov", "identity", ("bsn", new TextValue("999990019")), ("address", At("1011AB")));
    private static readonly (Section, SectionContent) Police = Of("politie", "police", ("incidentKind", new TextValue("geweld")));

    [Fact]
    public void Of_TwoSourcesAndOneBsn_Counts()
    {
        var traits = Read(Identity, Police);

        Assert.True(traits.Counts);
        Assert.Equal("999990019", Assert.Single(traits.Bsns));
        Assert.Equal(("Centrum", 2), (traits.Area, traits.Sources));
        Assert.Equal(["address", "incidentKind"], traits.Held.Select(h => h.Field));
    }

    [Fact]
    public void Of_OneSourceHoweverMuchItTells_DoesNotCount() =>
        Assert.False(Read(Identity, Of("oov", "plan", ("status", new TextValue("loopt")))).Counts);

    [Fact]
    public void Of_NoBsn_DoesNotCount() => Assert.False(Read(Police, Of("oov", "plan", ("status", new TextValue("loopt")))).Counts);

    [Fact]
    public void Of_SourcesThatDisagreeOnTheBsn_DoesNotCount() =>
        Assert.False(Read(Identity, Police, Of("politie", "identity", ("bsn", new TextValue("999990020")))).Counts);

    [Fact]
    public void Of_SourcesThatDisagreeOnTheAddress_HasNoArea() =>
        Assert.Null(Read(Identity, Of("politie", "identity", ("address", At("1020AB")))).Area);

    [Fact]
    public void Of_AddressThatDoesNotIdentify_IsNoArea() => Assert.Null(Read(Of("oov", "residence", ("address", At("1020AB")))).Area);

    [Fact]
    public void Of_CategoryThatTheCovenantDoesNotDefine_IsASourceThatHoldsNothing()
    {
        var traits = Read(Of("ggd", "unknown", ("bsn", new TextValue("999990019"))));

        Assert.Equal((0, 1, 0), (traits.Bsns.Count, traits.Sources, traits.Held.Count));
    }

    private static CaseTraits Read(params (Section, SectionContent)[] sections) => CaseTraits.Of(Covenants.Sample, sections, Day);

    private static AddressValue At(string postcode) => new() { Postcode = postcode };

    private static (Section, SectionContent) Of(string source, string category, params (string, FieldValue)[] fields) => (
        new Section
        {
            Id = SectionId.Create(),
            Category = category,
            Source = source,
            Ground = "",
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = DateOnly.MaxValue,
            EncryptedContent = default,
        },
        SectionContent.Of(fields));
}
