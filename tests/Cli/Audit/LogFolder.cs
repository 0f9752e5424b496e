namespace Exchange.Cli.Tests.Audit;

/// <summary>A gateway's directory with a log of a few hundred entries, and what a stranger keeps of it; gone after the test.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-log-");
    private int _imports;

    public string Path => _folder.FullName;

    public string Data => At("data");

    public string At(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Takes over so many cases: an entry each, behind the first one of the covenant.</summary>
    public async Task ImportAsync(int cases)
    {
        var file = At($"persons-{_imports++}.json");
        var persons = Enumerable.Range(0, cases).Select(i => $$"""{"burgerservicenummer":"{{Bsn(_imports, i)}}"}""");
        await File.WriteAllTextAsync(file, $"[{string.Join(',', persons)}]", TestContext.Current.CancellationToken);
        var (exit, output, _) = await CommandLine.RunAsync("import", "brp-personas", file, "--data", Data);
        Assert.Equal(0, exit);
        Assert.StartsWith($"{cases} imported, 0 reported", output);
    }

    /// <summary>Runs a command that must succeed, keeps what it prints in a file, and gives that file.</summary>
    public async Task<string> KeepAsync(string name, params string[] args)
    {
        var (exit, output, error) = await CommandLine.RunAsync(args);
        Assert.True(exit == 0, output + error);
        await File.WriteAllTextAsync(At(name), output, TestContext.Current.CancellationToken);
        return At(name);
    }

    public Task<string> KeyAsync() => KeepAsync("log.vkey", "audit", "key", "--data", Data);

    public Task<string> PemAsync() => KeepAsync("log.pem", "audit", "key", "--data", Data, "--pem");

    public async Task ExportAsync(string name = "export")
    {
        var (exit, output, error) = await CommandLine.RunAsync("audit", "export", At(name), "--data", Data);
        Assert.True(exit == 0, output + error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Synthetic ones begin with 9999; the last digit makes the eleven-test come out.
    private static string Bsn(int series, int number)
    {
        for (var candidate = (series * 8000) + (number * 12); ; candidate++)
        {
            var text = $"9999{candidate:00000}";
            var sum = 0;
            for (var i = 0; i < 8; i++)
                sum += (text[i] - '0') * (9 - i);
            if ((sum - (text[8] - '0')) % 11 == 0)
                return text;
        }
    }
}
