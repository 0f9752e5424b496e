using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release;

public sealed class CaseTextsTests
{
    [Fact]
    public void Of_Texts_AreRedactedWithTheSubjectAsPersonOne() =>
        Assert.Matches(@"^\[persoon \d{3}\] zag \[persoon 1\]\.$", Assert.Single(CaseViews.Narratives(Dossiers.Persons, CaseViews.Named("a"), [CaseViews.Text(1, "Piet zag Mohammed.")])));

    [Fact]
    public void Of_DossierThatCannotBeRead_LeavesNothing() =>
        Assert.Null(Assert.Single(CaseViews.Narratives(null, CaseViews.Named("a"), [CaseViews.Text(1, "De zon schijnt.")])));

    [Fact]
    public void Persons_OfAllSections_AreGathered()
    {
        var (dossier, household) = (new DossierPersons(), SectionId.Create());
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
        dossier.Add(Covenants.Of("household"), SectionContent.Of(("members", new PersonsValue([new RelatedPerson { FirstNames = "Bram", Relationship = "broer" }]))), household);
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
        Assert.Contains(persons, p => p.FirstNames is ["Bram"] && p.Relationship == "broer" && p.ToldIn == household);
        Assert.Contains(persons, p => p.Handles is ["j.hulpverlener"]);
    }
}
