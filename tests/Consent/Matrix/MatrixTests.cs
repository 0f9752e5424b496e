namespace Exchange.Consent.Tests;

public sealed class MatrixTests
{
    /// <summary>No known question gets more than its cell says, and some question gets just that.</summary>
    [Fact]
    public void Matrix_RandomCovenant_IsTheHighestThatAnyQuestionGets()
    {
        var (reached, released) = (0, 0);
        for (var number = 0; number < 8; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var text = random.Text();
            var covenant = Covenants.Load(RandomCovenants.Whole(text.Parties, text.Articles));
            foreach (var table in covenant.Matrix().Tables)
            {
                foreach (var row in table.Rows)
                {
                    var highest = Highest(covenant, table, row.Partner);
                    foreach (var cell in row.Cells)
                    {
                        Assert.Equal(highest.GetValueOrDefault(cell.Category), cell.Level);
                        Assert.Equal(cell.Level == Level.None, cell.When is null);
                        reached++;
                        released += cell.Level > Level.None ? 1 : 0;
                    }
                }
            }
        }

        Assert.True(reached > 1000 && released > 50, $"{reached} cells, {released} above none");
    }

    [Fact]
    public void Matrix_Sample_CitesTheArticleAndWhatItTakes()
    {
        var table = Sample.Covenant.Matrix().Tables.Single(t => t.Forum == "regieoverleg" && t.Relations.Contains(Relation.None));
        var care = table.Rows.Single(row => row.Partner.Id == "om").Cells.Single(cell => cell.Category == "care");

        Assert.Equal((Level.Full, "4.10"), (care.Level, care.Article));
        Assert.True(care.When!.NeedsLifted);
        Assert.False(care.When.NeedsConsent);
        Assert.Equal(["arkin", "ggd"], care.When.Sources.Order(StringComparer.Ordinal));
        Assert.False(table.Rows.Single(row => row.Partner.Id == "scw").Attends);
    }

    [Fact]
    public void Matrix_EveryForumAndRelation_IsInOneTable()
    {
        var matrix = Sample.Covenant.Matrix();
        foreach (var forum in Sample.Covenant.Forums.Keys.Append(DecisionInput.NoForum))
        {
            Assert.Equal(
                [Relation.None, Relation.Lead, Relation.Duo, Relation.Member],
                matrix.Tables.Where(table => table.Forum == forum && !table.Uitvraag).SelectMany(table => table.Relations).Order());
        }
    }

    /// <summary>Who asks a source tells it something; that is no access, and has a table of its own.</summary>
    [Fact]
    public void Matrix_Uitvraag_IsApart()
    {
        var covenant = Covenants.With("""id: "1", grant: full, categories: [identity], to: { partner: ggd }, for: [uitvraag]""");
        var matrix = covenant.Matrix();

        Assert.All(matrix.Tables.Where(table => !table.Uitvraag), table => Assert.True(table.IsEmpty));
        Assert.Equal(Level.Full, matrix.Tables.Single(table => table.Uitvraag).Rows.Single(row => row.Partner.Id == "ggd").Cells[0].Level);
    }

    private static Dictionary<string, Level> Highest(Covenant covenant, MatrixTable table, Partner partner)
    {
        var highest = new Dictionary<string, Level>();
        var questions =
            from role in partner.Roles
            from purpose in covenant.Purposes.Where(purpose => purpose == Covenant.Uitvraag == table.Uitvraag)
            from state in Enum.GetValues<CaseState>()
            from consent in Enum.GetValues<ConsentStatus>()
            from secrecy in Enum.GetValues<Secrecy>()
            from minor in Enum.GetValues<Minority>()
            from day in covenant.Table.Words.Periods
            from category in covenant.Categories.Keys
            from source in covenant.Partners.Keys
            select new DecisionInput(
                partner.Id, role, [role], table.Relations[0], table.Forum, purpose, state, consent, secrecy, Handling.Open, category, source, day, Restriction.None, Minor: minor);
        foreach (var question in questions)
        {
            var level = covenant.Decide(question).Level;
            if (level > highest.GetValueOrDefault(question.Category!))
                highest[question.Category!] = level;
        }

        return highest;
    }

    [Fact]
    public void Matrix_RelationsThatSeeTheSame_KeepTheirOwnOccasions()
    {
        var matrix = Covenants.With(
            """id: "1", grant: full, ground: a""",
            """id: "2", cap: none, categories: [care], to: { relation: [lead] }, for: [regie]""").Matrix();

        var table = matrix.Tables.Single(t => t.Forum == DecisionInput.NoForum && t.Relations.Contains(Relation.Lead) && !t.Uitvraag);
        var purposes = table.Relations.Zip(table.RowsByRelation).ToDictionary(
            of => of.First, of => of.Second.Single(row => row.Partner.Id == "oov").Cells.Single(cell => cell.Category == "care").When!.Purposes);
        Assert.DoesNotContain("regie", purposes[Relation.Lead]);
        Assert.Contains("regie", purposes[Relation.None]);
    }
}
