namespace Exchange.Consent.Tests;

/// <summary>Each kind of mistake: found, named, and placed on the line and column of the words that are wrong.</summary>
public sealed class MistakeTests
{
    private const string Right = """id: "1", grant: full, categories: [police]""";

    [Theory]
    [InlineData("365", 365)]
    [InlineData("36500", 36_500)]
    [InlineData("364", null)]
    [InlineData("36501", null)]
    [InlineData("vijf jaar", null)]
    public void LogKeepDays_InRange_IsRead_AndElseAMistake(string days, int? expected)
    {
        var reading = Covenants.Read(Covenants.Text(Right).Replace("inForce:", $"logKeepDays: {days}\ninForce:", StringComparison.Ordinal));
        Assert.Equal(expected, reading.Covenant?.LogKeepDays);
        Assert.Equal(expected is null, reading.Covenant is null);
    }

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        // what to replace, with what, where the mistake is (from the replacement), a part of the message
        { "covenant: proef", "covenant: 9", "covenant", "name is a letter" },
        { "covenant: proef\n", "", "version", "lacks 'covenant'" },
        { "version: \"1\"", "version:", "version", "is empty" },
        { "title: Een", "titel: Een", "titel", "Did you mean 'title'?" },
        { "from: 2018-07-01", "from: 2018-7-1", "2018-7-1", "is a day, as 2018-07-01" },
        { "from: 2018-07-01", "from: 2018-02-30", "2018-02-30", "is a day, as 2018-07-01" },
        { "until: 2030-01-01", "until: 2018-07-01", "until", "comes after 'from'" },
        { "until: 2030-01-01", "tot: 2030-01-01", "tot", "has no key 'tot'" },
        { "signatories: [gemeente, politie]", "signatories: [gemeente, polite]", "polite", "no controller 'polite'. Did you mean 'politie'?" },
        { "oin: \"00000004000000000002\"", "oin: \"0000000400000000002\"", "oin", "20 digits" },
        { "oin: \"00000004000000000002\"", "oin: \"00000001000000000001\"", "oin", "has the OIN of 'gemeente'" },
        { "controller: politie", "controller: politia", "politia", "no controller 'politia'" },
        { "circle: small, kinds: [kern],", "circle: tiny, kinds: [kern],", "tiny", "one of small, wide" },
        { "circle: small, kinds: [kern],", "kinds: [kern],", "{ name: OOV", "lacks 'circle'" },
        { "kinds: [kern, regisseur]", "kinds: [kern, regiseur]", "regiseur", "Did you mean 'regisseur'?" },
        { "roles: [regisseur, caseworker] }\n  ggd", "roles: [] }\n  ggd", "[] }\n  ggd", "empty list" },
        { "roles: [regisseur, caseworker] }\n  ggd", "roles: [regisseur, \"9\"] }\n  ggd", "\"9\"", "role of partner 'politie'" },
        { "roles: [regisseur, caseworker] }\n  ggd", "roles: [regisseur], handling: secret }\n  ggd", "handling", "open or askSource" },
        { "purposes: [casusoverleg, regie, uitvraag]", "purposes: [casusoverleg, regie, { a: b }]", "{ a", "purpose is a name" },
        { "cto: { circle: small }", "none: { circle: small }", "none: {", "means no meeting" },
        { "cto: { circle: small }", "cto: { circle: small, members: [] }", "[] }", "empty list" },
        { "cto: { circle: small }", "cto: { circle: small, members: [ovo] }", "ovo", "Did you mean 'oov'?" },
        { "cto: { circle: small }", "cto: { circle: small, members: [{ rol: regisseur }] }", "rol:", "Did you mean 'role'?" },
        { "cto: { circle: small }", "cto: { circle: small, members: [{ relation: [backup] }] }", "relation: [backup]", "counts as none" },
        { "cto: { circle: small }", "cto: { circle: small, members: [{ role: regisseur, relation: [lead] }] }", "{ role", "one of them" },
        { "prepareDays: 5", "prepareDays: -5", "-5", "whole number from 0 to 366" },
        { "identifying: true", "identifying: yes", "yes", "true or false" },
        { "type: text }", "type: txt }", "txt", "Did you mean 'text'?" },
        { "pseudonymised: year,", "pseudonymised: redact,", "pseudonymised: redact", "does not fit a field of type date" },
        { "pseudonymised: year,", "pseudonymised: ageBand20,", "anonymised: ageBand10", "shows more than pseudonymised" },
        { "pseudonymised: year,", "", "anonymised: ageBand10", "shows more than pseudonymised" },
        { "type: text }", "type: text, anonymised: redact }", "anonymised: redact", "always omitted below full" },
        { "type: text }", "type: code, pseudonymised: keep }", "{ type: code", "open code could carry a name" },
        { "type: text }", "type: text, values: [a] }", "values: [a]", "Only a code" },
        { "type: text }", "type: [text] }", "[text]", "is a word; this is a list" },
        { Right, """grant: full""", "{ grant: full", "lacks 'id'" },
        { Right, """id: "1 a", grant: full""", "id: \"1 a\"", "An article's id" },
        { Right, """id: "1", grant: full }""" + "\n  - { " + """id: "1", cap: none""", "id: \"1\", cap", "here twice; the first is on line" },
        { Right, """id: "1", grant: full, cap: none""", "cap: none", "does both" },
        { Right, """id: "1", categories: [police]""", "{ id: \"1\", cat", "does neither" },
        { Right, """id: "1", grant: none""", "grant: none", "To withhold, write 'cap: none'" },
        { Right, """id: "1", grant: fully""", "fully", "Did you mean 'full'?" },
        { Right, """id: "1", grant: full, categories: []""", "[] }", "empty list" },
        { Right, """id: "1", grant: full, categories: [polise]""", "polise", "Did you mean 'police'?" },
        { Right, """id: "1", grant: full, from: [wpi]""", "wpi", "no partner 'wpi'" },
        { Right, """id: "1", grant: full, from: { partner: oov }""", "{ partner: oov", "word or a list of words" },
        { Right, """id: "1", grant: full, from: """, "from", "is empty" },
        { Right, """id: "1", grant: full, to: {}""", "{} }", "is empty" },
        { Right, """id: "1", grant: full, to: small""", "small }", "is a mapping" },
        { Right, """id: "1", grant: full, to: { cirkel: small }""", "cirkel", "Did you mean 'circle'?" },
        { Right, """id: "1", grant: full, to: { role: jurist }""", "jurist", "no role 'jurist'" },
        { Right, """id: "1", grant: full, to: { relation: backup }""", "relation", "counts as none" },
        { Right, """id: "1", grant: full, at: [none]""", "none]", "no forum 'none'" },
        { Right, """id: "1", grant: full, for: [regi]""", "regi]", "Did you mean 'regie'?" },
        { Right, """id: "1", grant: full, when: { state: active }""", "state", "has no key 'state'" },
        { Right, """id: "1", grant: full, when: { case: [actief] }""", "actief", "one of signal, weighed" },
        { Right, """id: "1", grant: full, when: { consent: no }""", "no }", "one of absent, given, withdrawn" },
        { Right, """id: "1", grant: full, obliges: { purpose: regie, keepDays: 0, onward: false }""", "0, onward", "whole number from 1" },
        { Right, """id: "1", grant: full, obliges: { purpose: regie, onward: nee }""", "{ purpose: regie", "lacks 'keepDays'" },
        { Right, """id: "1", grant: full }""" + "\n  - { " + """id: "2", cap: none, obliges: { purpose: regie, keepDays: 1, onward: false }""", "obliges", "obliges to nothing" },
        { Right + " }\n", Right + " }\nscenarios:\n  - { name: a, given: { partner: oof }, expect: { police: none } }\n", "oof", "Did you mean 'oov'?" },
        { Right + " }\n", Right + " }\nscenarios:\n  - { name: a, given: { partij: oov }, expect: { police: none } }\n", "partij", "has no key 'partij'" },
        { Right + " }\n", Right + " }\nscenarios:\n  - { name: a, given: { partner: oov }, expect: { polise: none } }\n", "polise", "Did you mean 'police'?" },
        { Right + " }\n", Right + " }\nscenarios:\n  - { name: a, given: { partner: oov }, expect: { police: geen } }\n", "geen", "one of none" },
        { Right + " }\n", Right + " }\nscenarios:\n  - { name: a, given: { partner: oov } }\n", "{ name: a", "lacks 'expect'" },
        { Right + " }\n", Right + " }\ninvariants:\n  - { name: a, never: { circle: wide } }\n", "{ circle: wide }", "lacks 'above'" },
        { Right + " }\n", Right + " }\ninvariants:\n  - { name: a, never: { cirle: wide, above: none } }\n", "cirle", "Did you mean 'circle'?" },
        { Right + " }\n", Right + " }\ninvariants: []\n", "[]\n", "at least one invariant" },
        { Right + " }\n", Right + " }\ndistricts: { Centrum: [\"1011-101\"] }\n", "\"1011-101\"", "four digits" },
        { Right + " }\n", Right + " }\ndistricts: { Centrum: [\"1011-1018\"], Oost: [\"1018\"] }\n", "\"1018\"", "in district 'Centrum' already" },
        { Right + " }\n", Right + " }\npurposes: [regie]\n", "purposes: [regie]\n", "'purposes' is here twice" },
        { "purposes: [casusoverleg, regie, uitvraag]", "purposes: &p [casusoverleg, regie]", "&p", "An anchor" },
        { "purposes: [casusoverleg, regie, uitvraag]", "purposes: *p", "*p", "An alias" },
        { "covenant: proef", "covenant: !!str proef", "!!str", "A tag" },
        { "covenant: proef", "<<: { a: b }\ncovenant: proef", "<<", "A merge key" },
        { "title: Een", "title:\tEen", "\t", "A tab" },
        { "title: Een", "title: \u202eEen", "\u202e", "U+202E" },
        { "title: Een", "title: \u200bEen", "\u200b", "U+200B" },
        { "title: Een", "title: Een\u00a0", "\u00a0", "A space that is not an ordinary one, U+00A0" },
        { "title: Een", "title: Een\u202f", "\u202f", "U+202F" },
        { "title: Een convenant om mee te proberen (fictieve tekst)", "title: \"Een\\u202e convenant\"", "\"Een", "An escape for an invisible character" },
        { Right + " }\n", Right + " }\n---\ncovenant: tweede\n", "---", "A second document" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Load_OneMistake_IsReportedInItsPlace(string old, string @new, string at, string message)
    {
        var before = Covenants.Text(Right);
        Assert.Contains(old, before, StringComparison.Ordinal);
        var where = before.IndexOf(old, StringComparison.Ordinal);
        var text = before[..where] + @new + before[(where + old.Length)..];
        var offset = text.IndexOf(at, text.LastIndexOf('\n', where) + 1, StringComparison.Ordinal);
        Assert.True(offset >= 0, "The test points at nothing.");
        var line = 1 + text.AsSpan(0, offset).Count('\n');
        var column = offset - text.LastIndexOf('\n', Math.Max(0, offset - 1));

        var reading = Covenants.Read(text);

        Assert.Null(reading.Covenant);
        var mistake = Assert.Single(reading.Mistakes, m => m.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal((line, column), (mistake.Line, mistake.Column));
    }

    [Fact]
    public void Load_MoreMistakesThanAreListed_SaysSo()
    {
        var reading = Covenants.Read(Covenants.Text(Enumerable.Range(1, 600).Select(i => $"""id: "{i}", grant: vol""").ToArray()));

        Assert.Equal(501, reading.Mistakes.Count);
        Assert.StartsWith("And perhaps more", reading.Mistakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyMistakes_ReportsAllInFileOrder()
    {
        var text = Covenants.Text(
            """id: "1", grant: ful, categories: [polise], from: [xx]""",
            """id: "2", grnt: full, at: [nergens], for: []""",
            """id: "3", cap: none, when: { secrecy: maybe }""")
            .Replace("circle: wide, kinds: [interventie]", "circle: wijd, kinds: [interventie]", StringComparison.Ordinal)
            .Replace("\"00000001000000000003\"", "\"3\"", StringComparison.Ordinal);

        var reading = Covenants.Read(text);

        Assert.Equal(10, reading.Mistakes.Count);
        Assert.Equal(reading.Mistakes.OrderBy(m => m.Line).ThenBy(m => m.Column), reading.Mistakes);
    }

    [Fact]
    public void Load_OneBrokenDefinition_CausesNoSecondMistakeWhereItIsUsed()
    {
        var reading = Covenants.Read(Covenants.Text("""id: "1", grant: full, from: [scw], to: { partner: scw }""")
            .Replace("circle: wide, kinds: [interventie]", "circle: wijd, kinds: [interventie]", StringComparison.Ordinal));

        Assert.Single(reading.Mistakes);
    }
}
