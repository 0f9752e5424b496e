using System.Globalization;
using System.Text;

namespace Exchange.Consent.Tests;

/// <summary>Files that want to break the reader: the answer is mistakes, soon, and never an exception.</summary>
public sealed class HostileFileTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public void Load_LargerThanTheLimit_IsRefusedUnread()
    {
        var reading = Covenant.Load(new byte[1024 * 1024 + 1]);

        Assert.Contains("larger than", Assert.Single(reading.Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotUtf8_IsRefusedWithThePlace()
    {
        var reading = Covenant.Load(new byte[] { (byte)'a', (byte)':', (byte)'\n', (byte)'b', 0xC3, 0x28 });

        Assert.Equal((2, 2), (Assert.Single(reading.Mistakes).Line, reading.Mistakes[0].Column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# niets\n")]
    [InlineData("---\n...\n")]
    [InlineData("just a word")]
    [InlineData("[1, 2]")]
    [InlineData("42")]
    [InlineData("~")]
    [InlineData("a: [")]
    [InlineData("a: {b: c")]
    [InlineData("a: 'open")]
    [InlineData("a: b: c")]
    [InlineData(" a: 1\nb: 2")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("%YAML 9.9\n---\na: b")]
    [InlineData("%FOO\n---\na: b")]
    [InlineData("a: |\n  x\n y")]
    [InlineData("{}")]
    [InlineData("*a")]
    [InlineData("&a *a")]
    [InlineData("!!binary x")]
    [InlineData("@")]
    [InlineData("`")]
    [InlineData("a: \"\\x\"")]
    [InlineData("a: \"\\ud800\"")]
    [InlineData("\ufeff\ufeffa: b")]
    [InlineData("- - - - -\n")]
    [InlineData("covenant: {}\nversion: []\ntitle: {}\ninForce: []\ncontrollers: x\npartners: []\npurposes: {}\nforums: x\ncategories: x\narticles: x\nscenarios: x\ninvariants: x\ndistricts: x\nsignatories: {}\n")]
    [InlineData("controllers: { a: , b: [], c: {} }\npartners: { a: {circle: }, b: {roles: {a: b}} }\nforums: { a: {members: {role: x}} }\ncategories: { a: {fields: []}, b: {fields: {x: y}} }\narticles: [x, [], {}, {to: []}]\n")]
    public void Load_NotACovenant_HasMistakes(string text)
    {
        var reading = Covenants.Read(text);

        Assert.Null(reading.Covenant);
        Assert.NotEmpty(reading.Mistakes);
        Assert.All(reading.Mistakes, mistake => Assert.True(mistake is { Line: >= 1, Column: >= 1 }, mistake.ToString()));
    }

    public static TheoryData<string> Shapes => ["sequences", "mappings", "block", "aliases", "keys", "articles", "partners", "digits", "quotes", "comments", "references", "dashes"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Load_AsLargeAsAllowed_AnswersSoon(string shape)
    {
        const int size = 1024 * 1024;
        var text = shape switch
        {
            "sequences" => new string('[', size),
            "mappings" => Repeat("{a: ", size),
            "block" => Repeat("a:\n ", size),
            "aliases" => "a: &a [x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"b{i}: &b{i} [{string.Join(", ", Enumerable.Repeat(i == 0 ? "*a" : $"*b{i - 1}", 9))}]\n")),
            "keys" => string.Concat(Enumerable.Range(0, 90_000).Select(i => $"k{i}: 1\n")),
            "articles" => Covenants.Parties + "articles:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  - {{ id: \"{i}\", grant: fool }}\n")),
            "partners" => Covenants.Parties.Replace("partners:\n", "partners:\n" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"  p{i}: {{ controller: politie, circle: wide, roles: [r{i}] }}\n")), StringComparison.Ordinal),
            "digits" => "covenant: " + new string('9', size - 20),
            "quotes" => "covenant: \"" + new string('a', size - 20) + "\"",
            "comments" => Repeat("# a\n", size),
            "references" => Covenants.Text($"id: \"1\", grant: full, categories: [{string.Join(", ", Enumerable.Range(0, 90_000).Select(i => $"c{i}"))}]"),
            "dashes" => Repeat("- ", size),
            _ => throw new ArgumentOutOfRangeException(nameof(shape)),
        };
        var bytes = Encoding.UTF8.GetBytes(text.Length > size ? text[..size] : text);
        var before = CpuOfThisThread();

        var reading = Covenant.Load(bytes);

        Assert.NotEmpty(reading.Mistakes);
        var spent = CpuOfThisThread() - before;
        Assert.True(spent < Soon, $"It took {spent} of processor time.");
    }

    /// <summary>Ten megabytes and a hundred thousand articles are too large to be read at all, whatever they hold: nothing of them is kept.</summary>
    [Theory]
    [InlineData("nulls")]
    [InlineData("articles")]
    [InlineData("aliases")]
    [InlineData("nesting")]
    public void Load_Huge_IsRefusedUnread(string shape)
    {
        const int size = 10 * 1024 * 1024;
        var text = shape switch
        {
            "nulls" => new string('\0', size),
            "articles" => Covenants.Text([.. Enumerable.Range(0, 100_000).Select(i => $"id: \"{i}\", grant: full, categories: [police]")]),
            "aliases" => "a: &a [x]\n" + string.Concat(Enumerable.Range(0, 400_000).Select(i => $"b{i}: [*a, *a]\n")),
            "nesting" => new string('[', size),
            _ => throw new ArgumentOutOfRangeException(nameof(shape)),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(bytes.Length > 4 * 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var mistake = Assert.Single(Covenant.Load(bytes).Mistakes);

        Assert.Contains("larger than 1048576 bytes", mistake.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024, "What is too large must not be taken in.");
    }

    /// <summary>Every list of the language, emptied: each is a mistake, and none becomes "everybody".</summary>
    [Fact]
    public void Load_AnyListEmptied_IsAMistake()
    {
        var text = Encoding.UTF8.GetString(Sample.Bytes);
        var emptied = 0;
        for (var at = text.IndexOf(": [", StringComparison.Ordinal); at >= 0; at = text.IndexOf(": [", at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf(']', at);
            if (text.LastIndexOf('\n', at) < text.LastIndexOf('#', at) || end < 0 || emptied++ % 7 != 0)
                continue;

            var reading = Covenants.Read(text[..(at + 3)] + text[end..]);

            Assert.Null(reading.Covenant);
            Assert.Contains(reading.Mistakes, m => m.Message.Contains("empty list", StringComparison.Ordinal) || m.Message.Contains("at least one", StringComparison.Ordinal));
        }

        Assert.True(emptied > 200);
    }

    [Theory]
    [InlineData("articles")]
    [InlineData("references")]
    [InlineData("keys")]
    [InlineData("grounds")]
    [InlineData("codes")]
    public void Load_LargeAndWrong_TakesBoundedMemory(string shape)
    {
        var text = shape switch
        {
            "articles" => Covenants.Parties + "articles:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  - {{ id: \"{i}\", grant: fool }}\n")),
            "references" => Covenants.Text($"id: \"1\", grant: full, categories: [{string.Join(", ", Enumerable.Range(0, 90_000).Select(i => $"c{i}"))}]"),
            "keys" => string.Concat(Enumerable.Range(0, 90_000).Select(i => $"k{i}: 1\n")),
            "grounds" => "grounds:\n" + string.Concat(Enumerable.Range(0, 15_000).Select(i => $"  g{i}: {{ carries: [{{ categories: [polise] }}] }}\n")) + Covenants.Text("""id: "1", grant: full, ground: g"""),
            "codes" => "codeLists:\n  a:\n    b: [" + string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"c{i}")) + "]\n" + Covenants.Text("""id: "1", grant: full"""),
            _ => throw new ArgumentOutOfRangeException(nameof(shape)),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        var (memory, cpu) = (GC.GetAllocatedBytesForCurrentThread(), CpuOfThisThread());

        var reading = Covenant.Load(bytes);

        Assert.Null(reading.Covenant);
        Assert.InRange(reading.Mistakes.Count, 1, 501);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, 512L * 1024 * 1024);
        Assert.True(CpuOfThisThread() - cpu < Soon, $"It took {CpuOfThisThread() - cpu} of processor time.");
    }

    /// <summary>Every grant is held to every entry of its ground: the most of both that a file can have is still soon done.</summary>
    [Fact]
    public void Load_AsManyGroundsAsAllowed_AnswersSoon()
    {
        var partners = Enumerable.Range(0, 400).Select(i => $"p{i}").ToList();
        var categories = Enumerable.Range(0, 250).Select(i => $"c{i}").ToList();
        var carries = string.Join(", ", Enumerable.Range(0, 32).Select(i => $"{{ categories: [{string.Join(", ", categories)}], from: [{string.Join(", ", partners.Skip(i * 12).Take(13).DefaultIfEmpty("p0"))}] }}"));
        var text = "covenant: groot\nversion: \"1\"\ntitle: groot\ninForce: { from: 2018-07-01 }\nsignatories: [c]\ncontrollers: { c: { name: C, oin: \"00000001000000000001\" } }\npartners:\n"
            + string.Concat(partners.Select(p => $"  {p}: {{ controller: c, circle: wide, roles: [r] }}\n"))
            + "purposes: [regie]\ncategories:\n"
            + string.Concat(categories.Select(c => $"  {c}: {{ fields: {{ a: {{ type: text }} }} }}\n"))
            + $"grounds:\n  g: {{ carries: [{carries}] }}\narticles:\n"
            + string.Concat(Enumerable.Range(0, 2000).Select(i => $"  - {{ id: \"{i}\", grant: full, ground: g, when: {{ case: destroyed }} }}\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(bytes.Length < 1024 * 1024);
        var before = CpuOfThisThread();

        Covenant.Load(bytes);

        Assert.True(CpuOfThisThread() - before < Soon, $"It took {CpuOfThisThread() - before} of processor time.");
    }

    [Fact]
    public void Load_TooManySituationsForATable_IsAMistake()
    {
        // Every cap tests another role, so that every set of roles is a situation of its own.
        var roles = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"r{i}"));
        var caps = Enumerable.Range(0, 20).Select(i => $$"""id: "c{{i}}", cap: existence, to: { role: r{{i}} }""");
        var text = Covenants.Text([.. caps, """id: "1", grant: full"""]).Replace("roles: [caseworker, analyst]", $"roles: [{roles}]", StringComparison.Ordinal);

        Assert.Contains("more than 512 combinations of roles", Assert.Single(Covenants.Read(text).Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SampleWithRandomBytesChanged_NeverThrows()
    {
        var seed = new Seed(20261122);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])Sample.Bytes.Clone();
            for (var changes = seed.Below(8) + 1; changes > 0; changes--)
                bytes[seed.Below(bytes.Length)] = (byte)seed.Below(256);

            var reading = Covenant.Load(bytes);

            Assert.Equal(reading.Covenant is null, reading.Mistakes.Count > 0);
        }
    }

    [Fact]
    public void Load_SampleWithLinesLostOrSwapped_NeverThrows()
    {
        var lines = Encoding.UTF8.GetString(Sample.Bytes).Split('\n');
        var seed = new Seed(7);
        for (var i = 0; i < 300; i++)
        {
            var changed = lines.ToList();
            changed.RemoveAt(seed.Below(changed.Count));
            var (a, b) = (seed.Below(changed.Count), seed.Below(changed.Count));
            (changed[a], changed[b]) = (changed[b], changed[a]);

            var reading = Covenants.Read(string.Join('\n', changed));

            Assert.Equal(reading.Covenant is null, reading.Mistakes.Count > 0);
        }
    }

    // What the reading itself costs: how long a busy machine keeps it waiting says nothing about the reader.
    private static TimeSpan CpuOfThisThread()
    {
        var nanoseconds = File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0];
        return TimeSpan.FromMicroseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1000);
    }

    private static string Repeat(string text, int size) => new StringBuilder(size).Insert(0, text, size / text.Length).ToString();
}
