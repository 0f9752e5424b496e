using System.Diagnostics;

namespace Exchange.Disclosure.Tests.Redaction;

/// <summary>Numbers as others judge them: what Debian's python3-stdnum and python3-phonenumbers call valid, the redactor knows for what it is.</summary>
public sealed class NumberOracleTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task Bsn_NineDigits_AreOneExactlyWhenStdnumSaysSo()
    {
        var chance = new Corpus.Chance(11);
        var numbers = Enumerable.Range(0, 3000).Select(i => $"{(i % 2 == 0 ? "9999" : chance.Between(1000, 9999))}{chance.Digits(5)}").ToList();
        var valid = (await OracleAsync("bsn", numbers)).Select(line => line == "1").ToList();
        Assert.Equal(numbers.Count, valid.Count);
        Assert.InRange(valid.Count(v => v), 150, 600);
        Assert.All(numbers.Zip(valid), n =>
        {
            var span = Assert.Single(Redact($"Het gaat om {n.First}.").Spans);
            Assert.Equal(n.Second, span.Category == RedactionCategory.Bsn);
        });
    }

    [Fact]
    public async Task Iban_WhatStdnumCallsValid_IsOne()
    {
        var chance = new Corpus.Chance(13);
        var numbers = Enumerable.Range(0, 300).Select(i => Corpus.Codes.Make("iban", chance)).ToList();
        var foreign = new[] { "DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "FR14 2004 1010 0505 0001 3M02 606", "TR33 0006 1005 1978 6457 8413 26", "PL61 1090 1014 0000 0712 1981 2874", "NO93 8601 1117 947" };
        var all = numbers.Concat(foreign).ToList();
        Assert.All(await OracleAsync("iban", all), line => Assert.Equal("1", line));
        Assert.All(all, number => Assert.Equal("Rekening [rekeningnummer] dus.", Redact($"Rekening {number} dus.").Text));
    }

    [Fact]
    public async Task Phone_ExampleOfAnyCountry_IsGone()
    {
        var numbers = await OracleAsync("phones", []);
        Assert.True(numbers.Count > 600);
        Assert.All(numbers.Where(n => n.Count(char.IsAsciiDigit) >= 6), number => Assert.DoesNotContain(Redact($"Bel {number} maar.").Text, char.IsAsciiDigit));
    }

    private static RedactedText Redact(string text) => TextRedactor.Dutch.Open([]).Redact(text);

    private static async Task<IReadOnlyList<string>> OracleAsync(string what, IEnumerable<string> input)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Exchange.sln")))
            folder = folder.Parent!;
        if (!File.Exists("/usr/lib/python3/dist-packages/stdnum/__init__.py") || !File.Exists("/usr/lib/python3/dist-packages/phonenumbers/__init__.py"))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "python3-stdnum and python3-phonenumbers are missing; ./test installs them.");
            Assert.Skip("python3-stdnum or python3-phonenumbers is missing");
        }

        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(folder.FullName, "tests", "Peers", "python", "number_oracle.py"));
        start.ArgumentList.Add(what);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(string.Join('\n', input));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
