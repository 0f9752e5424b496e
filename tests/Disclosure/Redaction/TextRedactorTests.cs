namespace Exchange.Disclosure.Tests.Redaction;

/// <summary>What the redactor makes of texts: the rules one by one. How often it is right is measured by the corpus.</summary>
public sealed class TextRedactorTests
{
    [Theory]
    [InlineData("Mohamed El-Idrissi belde gisteren.", "[persoon 1] belde gisteren.")]
    [InlineData("gisteren belde muhammad elidrissi", "gisteren belde [persoon 1]")]
    [InlineData("VERDACHTE EL IDRISSI IS AANGEHOUDEN.", "VERDACHTE [persoon 1] IS AANGEHOUDEN.")]
    [InlineData("Vries, B. de is gehoord.", "[persoon 1] is gehoord.")]
    [InlineData("De Idrissi's zeiden dat Mohje boos was.", "De [persoon 1]'s zeiden dat [persoon 1] boos was.")]
    [InlineData("M\u043ehammed en M\u200bo\u200bhammed en M0hammed", "[persoon 1] en [persoon 1] en [persoon 1]")]
    [InlineData("Moe\u0301hammed<b>je</b>", "[persoon 1]</b>")]
    [InlineData("Idrisssi en Idrisi", "[persoon 1] en [persoon 1]")]
    [InlineData("MA EL IDRISSI IS GEHOORD OP HET BUREAU", "[persoon 1] IS GEHOORD OP HET BUREAU")]
    [InlineData("Hij sprak Idrissi M over de huur.", "Hij sprak [persoon 1] over de huur.")]
    [InlineData("Idrissi el, M. (dader)", "[persoon 1] (dader)")]
    [InlineData("El Idrissi 12 de huur", "[adres] de huur")]
    [InlineData("volgens el idrissi klopt dat niet", "volgens [persoon 1] klopt dat niet")]
    public void Redact_NameOfTheDossierInAnySpelling_HasOneNumber(string text, string expected) => Assert.Equal(expected, Redacting.Text(text));

    [Theory]
    [InlineData("Jeroen", "van der", "Meer", "vp van der meer is aangehouden", "vp [persoon 1] is aangehouden")]
    [InlineData("Jeroen", "van der", "Meer", "MDR ZEGT DAT VAN DER MEER NIET LUISTERT", "MDR ZEGT DAT [persoon 1] NIET LUISTERT")]
    [InlineData("Rico", "", "Vos", "moeder zegt dat rico niet luistert; onze rico is ziek", "moeder zegt dat [persoon 1] niet luistert; onze [persoon 1] is ziek")]
    [InlineData("Yusuf", "", "Yılmaz", "Naam is Y I L M A Z volgens melder", "Naam is [persoon 1] volgens melder")]
    [InlineData("Tuğba", "", "Aydoğan", "Aydoğan T.B. en aydoğan t.b. bellen", "[persoon 1] en [persoon 1] bellen")]
    [InlineData("Kees", "", "Bouzidi", "jas van keesje gevonden", "jas van [persoon 1] gevonden")]
    [InlineData("Mei", "", "Snel", "mei snel heeft aangifte gedaan", "[persoon 1] heeft aangifte gedaan")]
    [InlineData("Gijs", "van den", "Berg", "gijs v/d berg blowt", "[persoon 1] blowt")]
    public void Redact_PersonOfTheDossier_GoesWhole(string first, string prefix, string surname, string text, string expected) =>
        Assert.Equal(expected, TextRedactor.Dutch.Open([new KnownPerson { FirstNames = [first], Prefix = prefix, Surname = surname }]).Redact(text).Text);

    [Fact]
    public void Redact_StreetOfTheDossierThatNoWordGivesAway_GoesWhole() =>
        Assert.Equal("gezien bij [adres].", TextRedactor.Dutch.Open([new KnownPerson { Addresses = ["Meer en Vaart 252, 1068 LE Amsterdam"] }]).Redact("gezien bij meer en vaart.").Text);

    [Theory]
    [InlineData("ik heb bakker gesproken over de huur", "ik heb [moeder van persoon 1] gesproken over de huur")]
    [InlineData("AFSPRAAK BAKKER VERZET NAAR MORGEN", "AFSPRAAK [moeder van persoon 1] VERZET NAAR MORGEN")]
    [InlineData("geachte heer bakker,", "geachte heer [moeder van persoon 1],")]
    [InlineData("volgens de vries klopt dat niet", "volgens [persoon 1] klopt dat niet")]
    [InlineData("Ik sprak Brams begeleider.", "Ik sprak [persoon 1] begeleider.")]
    [InlineData("ik sprak de bakker op de hoek", "ik sprak de bakker op de hoek")]
    [InlineData("Zij haalt brood bij een bakker.", "Zij haalt brood bij een bakker.")]
    public void Redact_NameOfTheDossierThatIsAnOrdinaryWord_StaysOnlyBehindAnArticle(string text, string expected) => Assert.Equal(expected, Redacting.Text(text));

    [Fact]
    public void Redact_RelativeOfTheSubject_IsNamedAfterTheSubject() =>
        Assert.Equal("[persoon 1] woont bij [moeder van persoon 1].", Redacting.Text("Mohammed woont bij Fatima."));

    [Theory]
    [InlineData("De wijkagent sprak met Yusuf Yıldırımoğlu.", "De wijkagent sprak met [persoon 1].")]
    [InlineData("De wijkagent sprak met mevr. timmerman.", "De wijkagent sprak met mevr. [persoon 1].")]
    [InlineData("Bakker belde boos.", "[persoon 1] belde boos.")]
    [InlineData("J.P. Jansen kwam met A. de Boer.", "[persoon 1] kwam met [persoon 2].")]
    [InlineData("Samen met Piet de Wit en Kidane Tesfamariam.", "Samen met [persoon 1] en [persoon 2].")]
    [InlineData("Piet kwam. Piet ging.", "[persoon 1] kwam. [persoon 1] ging.")]
    [InlineData("Ik zag Sterre, Wende en Merel. De merel zong.", "Ik zag [persoon 1], [persoon 2] en [persoon 3]. De merel zong.")]
    [InlineData("Ik was met Mo, Ab en Bo op pad.", "Ik was met [persoon 1], [persoon 2] en [persoon 3] op pad.")]
    [InlineData("Met Yusuf, Thuiszorg en Leerplicht afgesproken.", "Met [persoon 1], Thuiszorg en Leerplicht afgesproken.")]
    [InlineData("Naam: jan jansen. Op 3 jan belde hij.", "Naam: [persoon 1]. Op [januari] belde hij.")]
    [InlineData("Met vriendelijke groet,\nBloem", "Met vriendelijke groet,\n[persoon 1]")]
    [InlineData("Mvg, storm", "Mvg, [persoon 1]")]
    [InlineData("Groeten aan Bram, en groet, de politie", "Groeten aan [persoon 1], en groet, de politie")]
    [InlineData("Slachtoffer betreft Gijs van 't Hof.", "Slachtoffer betreft [persoon 1].")]
    [InlineData("Ik sprak Elisabeth Koning.", "Ik sprak [persoon 1].")]
    [InlineData("de zus van jacobus den ouden kwam", "de zus van [persoon 1] kwam")]
    [InlineData("iwan tafeldew kwam", "[persoon 1] kwam")]
    [InlineData("[14:02] Henna: kom je nog", "[14:02] [persoon 1]: kom je nog")]
    [InlineData("Van: Wout van Rossum", "Van: [persoon 1]")]
    [InlineData("mevrouw drost verzoekt om uitstel", "mevrouw [persoon 1] verzoekt om uitstel")]
    [InlineData("mevr valk belde", "mevr [persoon 1] belde")]
    [InlineData("TRAJECTBEGELEIDER J. DROST BELDE TERUG", "TRAJECTBEGELEIDER [persoon 1] BELDE TERUG")]
    [InlineData("Ik ben Adnan en ik bel morgen.", "Ik ben [persoon 1] en ik bel morgen.")]
    [InlineData("gesproken met wijkagent van den berg over de zaak", "gesproken met wijkagent [persoon 1] over de zaak")]
    [InlineData("WIJKAGENT VAN DER MEER KWAM LANGS MET GETUIGE DE WIT", "WIJKAGENT [persoon 1] KWAM LANGS MET GETUIGE [persoon 2]")]
    [InlineData("WIT, DE, B. IS GEHOORD; Berg, van den, J. ook", "[persoon 1] IS GEHOORD; [persoon 2] ook")]
    [InlineData("melder is rijke, jasmijn de", "melder is [persoon 1]")]
    [InlineData("Koning, S. is de melder.", "[persoon 1] is de melder.")]
    [InlineData("Gesproken met Karimi A.D. over de huur.", "Gesproken met [persoon 1] over de huur.")]
    [InlineData("verslag: mw. j. bakker", "verslag: mw. [persoon 1]")]
    [InlineData("gesprek met jan de boer; in jan 2020 ook", "gesprek met [persoon 1]; in jan 2020 ook")]
    [InlineData("mw. pietersma-kolk belde", "mw. [persoon 1] belde")]
    [InlineData("alias cheeta, noemen ze hem 'Turbo'; Hoa aka K-Dot", "alias [persoon 1], noemen ze hem '[persoon 2]'; [persoon 3] aka [persoon 4]")]
    [InlineData("naam: te winkel\nvoornaam: rico", "naam: te [persoon 1]\nvoornaam: [persoon 2]")]
    [InlineData("Gespeld: Y-I-L-M-A-Z.", "Gespeld: [persoon 1].")]
    [InlineData("Huisbezoek Fatima, geen bijzonderheden.", "Huisbezoek [persoon 1], geen bijzonderheden.")]
    public void Redact_NameThatNobodyKnows_IsANumberToo(string text, string expected) => Assert.Equal(expected, Redacting.Strange(text));

    [Theory]
    [InlineData("BSN 999993653", "BSN [BSN]")]
    [InlineData("bel 06 - 12 34 56 78 of +32 470 12 34 56", "bel [telefoonnummer] of [telefoonnummer]")]
    [InlineData("IBAN NL91 ABNA 0417 1643 00", "IBAN [rekeningnummer]")]
    [InlineData("kenteken 12-ABC-3", "kenteken [kenteken]")]
    [InlineData("mail naar jan@dit.museum", "mail naar [e-mailadres]")]
    [InlineData("naam apenstaartje gmail punt com", "[e-mailadres]")]
    [InlineData("zie www.voorbeeld.nl/x?y=1.", "zie [webadres].")]
    [InlineData("IP 192.168.1.20", "IP [IP-adres]")]
    [InlineData("parketnummer 13/123456-21", "parketnummer [nummer]")]
    [InlineData("V-nummer 123.456.7890", "V-nummer [nummer]")]
    [InlineData("Kamer 4 kost 1.250.000 euro.", "Kamer 4 kost 1.250.000 euro.")]
    [InlineData("In 2023 waren er 350 meldingen.", "In 2023 waren er 350 meldingen.")]
    [InlineData("op 12 maart 2021", "op [maart 2021]")]
    [InlineData("geboren op 3-4-'98", "geboren op [geboortedatum]")]
    [InlineData("Hij is 34 jaar oud.", "Hij is [30-49 jaar].")]
    [InlineData("een vierendertigjarige man", "een [30-49 jaar] man")]
    [InlineData("Haar kind is 18 maanden oud.", "Haar kind is [0-17 jaar].")]
    [InlineData("Een boete van \u20ac 1.234.567,89 in totaal.", "Een boete van \u20ac 1.234.567,89 in totaal.")]
    [InlineData("Hij zit al 3 jaar zonder werk.", "Hij zit al 3 jaar zonder werk.")]
    [InlineData("Zij woont aan de Van Woudrichemstraat 12-3, 1074 AB Amsterdam.", "Zij woont aan de [adres].")]
    [InlineData("Hij zit op basisschool De Regenboog.", "Hij zit op basisschool [organisatie].")]
    [InlineData("zijn insta is boefje_020", "zijn insta is [accountnaam]")]
    [InlineData("discord: boef#1234", "discord: [accountnaam]")]
    [InlineData("kent. fvh37x nagetrokken", "kent. [kenteken] nagetrokken")]
    [InlineData("kenteken 57-ll-nb", "kenteken [kenteken]")]
    [InlineData("Duits kenteken KLE-Z 314 gezien", "Duits kenteken [kenteken] gezien")]
    [InlineData("mob. +31 6 1919 0510 staat uit", "mob. [telefoonnummer] staat uit")]
    [InlineData("BSN 2044 58 262", "BSN [BSN]")]
    [InlineData("IBAN NL91-ABNA-0417-1643-00", "IBAN [rekeningnummer]")]
    [InlineData("4/9 huisbezoek, moeder moe", "[september] huisbezoek, moeder moe")]
    [InlineData("hb 3-9 geen gehoor; RC beslist 10/8.", "hb [september] geen gehoor; RC beslist [augustus].")]
    [InlineData("groep 7/8, 24/7 bereikbaar, 3-4 keer, 1/2 liter", "groep 7/8, 24/7 bereikbaar, 3-4 keer, 1/2 liter")]
    [InlineData("geb. 8 feb 63", "geb. [geboortedatum]")]
    [InlineData("op 12 maart 14 mensen", "op [maart] 14 mensen")]
    [InlineData("De verdachte, 51,5 jaar oud, zweeg.", "De verdachte, [50 jaar of ouder], zweeg.")]
    [InlineData("Woonadres: Plein 1953 12", "Woonadres: [adres]")]
    [InlineData("Achterom 17, 1391 CA Abcoude", "[adres]")]
    [InlineData("burg. verzonnenstr. 34-2", "[adres]")]
    [InlineData("op de hoek van de Achterom", "op de hoek van de [adres]")]
    [InlineData("zit op obs de springplank, groep 7", "zit op obs [organisatie], groep 7")]
    [InlineData("In het caf\u00e9 de hele avond gezeten.", "In het caf\u00e9 de hele avond gezeten.")]
    [InlineData("bij manege Hoefslag", "bij manege [organisatie]")]
    [InlineData("Woont op 1012 AB 12 te Amsterdam.", "Woont op [adres].")]
    [InlineData("Parkweg, 368. Osdorppl. 361. Parkweg zeven. Wilgenlaan eenenvijftig.", "[adres]. [adres]. [adres]. [adres].")]
    [InlineData("Adres: Parkweg\n368", "Adres: [adres]")]
    [InlineData("woont op meer en vaart 23 bis; overlast hoek Karspeldreef/lindelaan", "woont op [adres]; overlast hoek [adres]/[adres]")]
    [InlineData("WhatsApp 06-8955 5519", "WhatsApp [telefoonnummer]")]
    [InlineData("zaak C/13/833715 / JE RK 16-7378", "zaak C/[nummer] / [nummer]")]
    [InlineData("Zijn verjaardag is 3/7, jarig 9/11.", "Zijn verjaardag is [geboortedatum], jarig [geboortedatum].")]
    public void Redact_NumberCodeOrPlace_IsTyped(string text, string expected) => Assert.Equal(expected, Redacting.Strange(text));

    [Theory]
    [InlineData("De Raad voor de Kinderbescherming en Veilig Thuis overlegden op maandag over de Jeugdwet.")]
    [InlineData("Het gezin krijgt hulp van het Sociaal Wijkteam. Afspraak: regisseur belt coach.")]
    [InlineData("Jongerenwerkers zijn gewaarschuwd. Soms is het rustig.")]
    [InlineData("Sinds mei krijgt het gezin hulp van de IND. De familie wil steun.")]
    [InlineData("betr. is boos, afspr. verzet igv verzuim; de William Schrikker Stichting belt het ciz.")]
    [InlineData("Hij kent 3 jongens en gebruikt olanzapine.")]
    [InlineData("In de winter scoort hij een 7 op een schaal van 1-10. Vrolijk was ze niet.")]
    [InlineData("HET GESPREK VERLIEP RUSTIG EN DE AFSPRAKEN ZIJN DUIDELIJK.")]
    [InlineData("Mdr en vdr zijn gescheiden; hb verzet, prio hoog. De OTS is met een jaar verlengd.")]
    [InlineData("Hij kreeg Xanax 20 mg en Abilify, en steelt bij de Albert Heijn. De Volkswagen Golf is in beslag genomen.")]
    [InlineData("Volgens de A-B-C methode, stap X-Y-Z.")]
    [InlineData("Post gaat naar het wijkteam. Na het gesprek.so is hij vertrokken.")]
    [InlineData("Hij woont op de 3e etage, de buurvrouw van de moeder ook. De wijkagent van de wijk belde.")]
    [InlineData("De bewoner verblijft op afdeling 3 met 12 anderen, o.a. jongeren van de wijk.")]
    [InlineData("")]
    public void Redact_TextWithoutAnybody_StaysAsItIs(string text)
    {
        var redacted = TextRedactor.Dutch.Open([]).Redact(text);
        Assert.Equal(text, redacted.Text);
        Assert.Empty(redacted.Spans);
    }

    [Fact]
    public void Redact_SecondTextOfAView_KeepsTheNumbers()
    {
        var view = TextRedactor.Dutch.Open([]);
        Assert.Equal("[persoon 1] kwam met [persoon 2].", view.Redact("Piet kwam met Kidane.").Text);
        Assert.Equal("[persoon 2] bleef.", view.Redact("Kidane bleef.").Text);
    }

    [Fact]
    public void Redact_PlacesTradesAndRareEventsThatStay_AreCounted() =>
        Assert.Equal(new ResidualRisk(1, 1, 1), TextRedactor.Dutch.Open([]).Redact("De tandarts uit Eritrea zag de brand.").Residual);

    [Theory]
    [InlineData("De tandarts uit Eritrea zag de brand.", 1, 1, 1)]
    [InlineData("Yusuf (06-12345678) woonde tot 3 maart 2021 aan de Dorpsstraat 4 in Utrecht, 34 jaar oud.", -1, 0, 0)]
    [InlineData("Niets bijzonders.", 0, 0, 0)]
    [InlineData("", 0, 0, 0)]
    public void ResidualRisk_OfTheRedactedText_IsWhatWasCountedOfTheOther(string text, int places, int occupations, int rareEvents)
    {
        var redacted = TextRedactor.Dutch.Open(Redacting.Family).Redact(text);
        Assert.Equal(redacted.Residual, ResidualRisk.In(redacted.Text));
        if (places >= 0)
            Assert.Equal(new ResidualRisk(places, occupations, rareEvents), redacted.Residual);
    }

    [Fact]
    public void ResidualRisk_OfEveryLabel_IsNothing() => Assert.Equal(default, ResidualRisk.In(
        """
        [persoon 1] [moeder van persoon 1] [adres] [BSN] [rekeningnummer] [telefoonnummer] [e-mailadres] [webadres] [IP-adres] [accountnaam]
        [kenteken] [nummer] [plaatsbepaling] [organisatie] [weggelaten] [geboortedatum] [datum] [maart 2021] [mei] [30-49 jaar] [0-17 jaar]
        """));

    [Fact]
    public void Redact_Spans_AreTheVeryPlacesThatWereReplaced()
    {
        const string text = "Gisteren \ud83d\ude00 belde Yusuf; bel 0612345678 terug.";
        var redacted = TextRedactor.Dutch.Open([]).Redact(text);
        Assert.Equal(["Yusuf", "0612345678"], redacted.Spans.Select(s => text[s.Start..s.End]));
        Assert.Equal([RedactionCategory.Person, RedactionCategory.Phone], redacted.Spans.Select(s => s.Category));
    }
}
