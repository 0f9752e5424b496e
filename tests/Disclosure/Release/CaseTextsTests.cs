using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release;

public sealed class CaseTextsTests
{
    private static readonly CategoryRule Police = Covenants.Of("police");

    [Fact]
    public void Of_Texts_AreRedactedWithTheSubjectAsPersonOne()
    {
        var texts = new CaseTexts(Dossiers.Persons);
        Assert.Equal("Piet zag [persoon 1].".Replace("Piet", "[persoon 2]", StringComparison.Ordinal), Narrative(texts, "Piet zag Mohammed."));
    }

    [Fact]
    public void Of_TwoSections_DoNotCountOn()
    {
        var texts = new CaseTexts(Dossiers.Persons);
        Assert.Equal("[persoon 2] kwam.", Narrative(texts, "Kidane kwam."));
        Assert.Equal("[persoon 2] ging.", Narrative(texts, "Piet ging."));
    }

    [Fact]
    public void Of_PersonAddedToTheDossier_IsNumberedAsAnUnknownOne()
    {
        KnownPerson kidane = new() { FirstNames = ["Kidane"] };
        Assert.Equal(
            Narrative(new CaseTexts(Dossiers.Persons), "Gisteren kwam Kidane."),
            Narrative(new CaseTexts([.. Dossiers.Persons, kidane]), "Gisteren kwam Kidane."));
    }

    [Fact]
    public void Of_DossierThatCannotBeRead_LeavesNothing() => Assert.Null(Narrative(new CaseTexts(null), "De zon schijnt."));

    [Fact]
    public void Persons_OfAllSections_AreGathered()
    {
        var dossier = new DossierPersons();
        dossier.Add(Covenants.Of("care"), SectionContent.Of(("guardian", new TextValue("G. Voogdman"))));
        dossier.Add(
            Covenants.Of("identity"),
            SectionContent.Of(
                ("firstNames", new TextValue("Anna")),
                ("surname", new TextValue("Voorbeeld")),
                ("gender", new TextValue("vrouw")),
                ("bsn", new TextValue("999990019")),
                ("birthDate", new DateValue(new PartialDate(1990, 5, 17))),
                ("address", new AddressValue { Street = "Laan", HouseNumber = "1", Postcode = "1011AB", City = "Amsterdam" })));
        dossier.Add(Covenants.Of("identity"), SectionContent.Of(("surname", new TextValue("Voorbeelt"))));
        dossier.Add(Covenants.Of("household"), SectionContent.Of(("members", new PersonsValue([new RelatedPerson { FirstNames = "Bram", Relationship = "broer" }]))));
        dossier.Add(Covenants.Of("contact"), SectionContent.Of(("phones", new TextsValue(["0612345678"])), ("handles", new TextsValue(["anna_v"]))));
        dossier.Add(null, SectionContent.Of(("registrations", new TextsValue(["PL1300-2021"]))));
        dossier.AddActor("j.hulpverlener");

        var persons = dossier.ToList();
        var subject = persons[0];
        Assert.Equal(["Anna"], subject.FirstNames);
        Assert.Equal("Voorbeeld", subject.Surname);
        Assert.Equal(["Voorbeelt"], subject.Aliases);
        Assert.Equal("999990019", subject.Bsn);
        Assert.Equal("1990-05-17", subject.BirthDate);
        Assert.Equal(["Laan 1, 1011AB Amsterdam"], subject.Addresses);
        Assert.Equal(["0612345678"], subject.Phones);
        Assert.Equal(["anna_v", "PL1300-2021"], subject.Handles);
        Assert.Contains(persons, p => p.Aliases is ["G. Voogdman"]);
        Assert.Contains(persons, p => p.FirstNames is ["Bram"] && p.Relationship.Length == 0);
        Assert.Contains(persons, p => p.Handles is ["j.hulpverlener"]);
    }

    private static string? Narrative(CaseTexts texts, string narrative)
    {
        var section = new Section
        {
            Id = SectionId.Create(),
            Category = "police",
            Source = "politie",
            Ground = "",
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = new DateOnly(2099, 1, 1),
            EncryptedContent = default,
        };
        var content = SectionContent.Of(("narrative", new TextValue(narrative)));
        var redacted = texts.Of(Police, section, content);
        Assert.Equal(redacted, texts.Of(Police, section, content));
        return redacted.GetValueOrDefault("narrative");
    }
}
