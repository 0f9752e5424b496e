using System.Text.Json;

namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>The names of the official test persons of the population register, which nobody here made up or tuned on.</summary>
public sealed class OfficialPersonsTests
{
    private static readonly string[] Sentences = ["Gisteren is gesproken met {0} over de huur.", "Volgens {0} klopt dat niet.", "{0} is niet verschenen."];

    [Fact]
    public void Name_OfTheDossier_IsGone()
    {
        var names = Names();
        var leaked = names.Count(name => Leaks(name, [Known(name)]));
        Assert.InRange(leaked, 0, names.Count / 200);
    }

    [Fact]
    public void Name_ThatNobodyKnows_IsGone()
    {
        var names = Names();
        var leaked = names.Count(name => Leaks(name, []));
        Assert.InRange(leaked, 0, names.Count * 3 / 100);
    }

    private static bool Leaks((string First, string Prefix, string Last) name, KnownPerson[] known)
    {
        var full = $"{name.First.Split(' ')[0]} {(name.Prefix.Length > 0 ? name.Prefix + " " : "")}{name.Last}";
        foreach (var sentence in Sentences)
        {
            var left = TextRedactor.Dutch.Open(known).Redact(string.Format(null, sentence, full)).Text;
            var parts = name.Last.Split(' ', '-', '\'').Append(name.First.Split(' ')[0]).Where(p => p.Length > 3);
            if (parts.Any(part => left.Contains(part, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static KnownPerson Known((string First, string Prefix, string Last) name) => new() { FirstNames = [name.First], Prefix = name.Prefix, Surname = name.Last };

    private static List<(string First, string Prefix, string Last)> Names()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Exchange.sln")))
            root = root.Parent!;
        var file = Path.Combine(Environment.GetEnvironmentVariable("EXCHANGE_SHARED") ?? Path.Combine(root.FullName, "..", "shared"), "specs", "brp", "test-personas.json");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("In CI this test needs specs/brp/test-personas.json in ../shared or EXCHANGE_SHARED.");
        Assert.SkipUnless(File.Exists(file), "There is no specs/brp/test-personas.json in ../shared or EXCHANGE_SHARED.");
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var names = new List<(string, string, string)>();
        foreach (var person in json.RootElement.EnumerateArray())
        {
            if (!person.TryGetProperty("naam", out var name))
                continue;
            var (first, prefix, last) = (Text(name, "voornamen"), Text(name, "voorvoegsel"), Text(name, "geslachtsnaam"));
            if (first.Length > 1 && last.Length > 1 && !(first + last).Any(char.IsDigit))
                names.Add((first, prefix, last));
        }

        Assert.True(names.Count > 100);
        return names;
    }

    private static string Text(JsonElement name, string key) => name.TryGetProperty(key, out var value) ? value.GetString()!.Trim() : "";
}
