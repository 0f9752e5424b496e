namespace Exchange.Consent.Tests;

public sealed class WarningTests
{
    private const string Right = """id: "1", text: a, ground: b, grant: full, categories: [identity]""";

    [Theory]
    [InlineData("""id: "2", text: a, ground: b, grant: full, to: { partner: politie, role: analyst }""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, ground: b, grant: full, to: { partner: ggd, circle: small }""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, ground: b, grant: full, to: { partner: scw }, at: [regieoverleg]""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, ground: b, grant: full, at: [cto]""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, ground: b, grant: full, when: { case: destroyed }""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, cap: none, to: { partner: politie, kind: interventie }""", "'2' can never apply")]
    [InlineData("""id: "2", text: a, cap: full""", "lowers nothing")]
    [InlineData("""id: "2", ground: b, grant: full""", "has no text")]
    [InlineData("""id: "2", text: a, grant: full""", "grants without a ground")]
    [InlineData("""id: "2", text: a, ground: b, grant: full, categories: [police, police]""", "'police' twice")]
    public void Load_WhatIsHardlyMeant_Warns(string article, string message)
    {
        var reading = Covenants.Read(Covenants.Text(Right, article));

        Assert.NotNull(reading.Covenant);
        var warning = Assert.Single(reading.Warnings, w => w.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(Covenants.Text(Right).Count(c => c == '\n') + 1, warning.Line);
    }

    [Fact]
    public void Load_NothingUnmeant_WarnsOnlyOfTheForumWithoutMembers() =>
        Assert.Equal(["Forum 'cto' has no members: everybody gets nothing there."], Covenants.Read(Covenants.Text(Right)).Warnings.Select(w => w.Message));
}
