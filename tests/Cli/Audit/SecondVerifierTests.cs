using System.Diagnostics;

namespace Exchange.Cli.Tests.Audit;

/// <summary>
/// Two verifiers that share no line, ours and <c>tests/Peers/audit/verify_log.py</c> (Python's standard library and <c>openssl dgst</c>),
/// look at the same exports and proofs, sound and damaged, and say the same.
/// </summary>
public sealed class SecondVerifierTests : IDisposable
{
    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Export_SoundAndDamaged_IsJudgedAlike()
    {
        await _log.ImportAsync(299);
        var kept = await _log.KeepAsync("kept", "audit", "head", "--data", _log.Data, "--signed");
        await _log.ImportAsync(300);
        await _log.ExportAsync();
        await AssertAlikeAsync(0, _log.At("export"));
        await AssertAlikeAsync(0, _log.At("export"), "--against", kept);

        foreach (var file in Directory.GetFiles(_log.At("export"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var at in new[] { 0, bytes.Length / 3, bytes.Length - 1 })
            {
                bytes[at] ^= 4;
                await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
                bytes[at] ^= 4;
                await AssertAlikeAsync(1, _log.At("export"));
            }

            await File.WriteAllBytesAsync(file, bytes[..^1], TestContext.Current.CancellationToken);
            await AssertAlikeAsync(1, _log.At("export"));
            File.Delete(file);
            await AssertAlikeAsync(1, _log.At("export"));
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        await AssertAlikeAsync(0, _log.At("export"), "--against", kept);
    }

    [Fact]
    public async Task Export_OfAnotherHistory_IsJudgedAlike()
    {
        await _log.ImportAsync(3);
        await _log.ExportAsync("older");
        await _log.ImportAsync(3);
        await _log.ExportAsync();
        var (before, now) = (_log.At("older/checkpoint"), _log.At("export/checkpoint"));

        await AssertAlikeAsync(0, _log.At("export"), "--against", before);
        await AssertAlikeAsync(1, _log.At("older"), "--against", now); // shrunk

        // The signed head of seven entries over the files of four.
        File.Copy(now, _log.At("older/checkpoint"), overwrite: true);
        await AssertAlikeAsync(1, _log.At("older"));
    }

    [Fact]
    public async Task Export_Pruned_IsJudgedAlike()
    {
        await _log.ImportAsync(599);
        await _log.ExportAsync();
        File.Delete(_log.At("export/tile/entries/000"));
        File.Delete(_log.At("export/tile/0/000"));

        await AssertAlikeAsync(1, _log.At("export"));
        await AssertAlikeAsync(0, _log.At("export"), "--from", "256");
        await AssertAlikeAsync(0, _log.At("export"), "--from", "400");
        await AssertAlikeAsync(1, _log.At("export"), "--from", "255");
    }

    [Fact]
    public async Task Export_SignedByTwoKeys_IsJudgedAlikeByOwnersOfEither()
    {
        await _log.ImportAsync(2);
        var old = await _log.PemAsync();
        await _log.KeepAsync("rotated", "audit", "rotate-key", "--data", _log.Data);
        await _log.ExportAsync();
        var both = (await File.ReadAllTextAsync(await _log.KeepAsync("both.pem", "audit", "key", "--pem", "--data", _log.Data), TestContext.Current.CancellationToken))
            .Split("-----BEGIN", StringSplitOptions.RemoveEmptyEntries);
        await File.WriteAllTextAsync(_log.At("new.pem"), "-----BEGIN" + both[0], TestContext.Current.CancellationToken);
        using var other = new LogFolder();
        await other.ImportAsync(2);

        await AssertAlikeAsync(0, _log.At("export"), old);
        await AssertAlikeAsync(0, _log.At("export"), _log.At("new.pem"));
        await AssertAlikeAsync(1, _log.At("export"), await other.PemAsync());
    }

    [Fact]
    public async Task Proof_SoundAndDamaged_IsJudgedAlike()
    {
        await _log.ImportAsync(9);
        foreach (var (index, size) in new[] { ("0", "1"), ("0", "10"), ("6", "7"), ("9", "10") })
        {
            var proof = await _log.KeepAsync("entry.tlog-proof", "audit", "prove", index, "--size", size, "--data", _log.Data);
            await AssertAlikeAsync(0, proof);
            var bytes = await File.ReadAllBytesAsync(proof, TestContext.Current.CancellationToken);
            for (var at = 3; at < bytes.Length; at += 61)
            {
                bytes[at] ^= 1;
                await File.WriteAllBytesAsync(proof, bytes, TestContext.Current.CancellationToken);
                bytes[at] ^= 1;
                await AssertAlikeAsync(1, proof);
            }
        }
    }

    [Fact]
    public async Task Growth_SoundAndDamaged_IsJudgedAlike()
    {
        for (var i = 0; i < 5; i++)
        {
            await _log.ImportAsync(i + 1);
            var kept = await _log.KeepAsync($"kept-{i}", "audit", "head", "--data", _log.Data, "--signed");
            foreach (var older in Enumerable.Range(0, i + 1).Select(n => _log.At($"kept-{n}")))
            {
                var proof = await _log.KeepAsync("growth", "audit", "prove", "--since", older, "--data", _log.Data);
                await AssertAlikeAsync(0, proof, "--against", older);
                if (older != kept)
                    await AssertAlikeAsync(1, proof, "--against", kept);
            }
        }

        var damaged = _log.At("growth");
        await _log.KeepAsync("growth", "audit", "prove", "--since", _log.At("kept-2"), "--data", _log.Data);
        var bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        for (var at = 5; at < bytes.Length; at += 31)
        {
            bytes[at] ^= 1;
            await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
            bytes[at] ^= 1;
            await AssertAlikeAsync(1, damaged, "--against", _log.At("kept-2"));
        }
    }

    private async Task AssertAlikeAsync(int expected, string what, params string[] options)
    {
        var pem = options is [var named] ? named : await _log.PemAsync();
        string[] rest = options is [_] ? [] : options;
        var (ours, said, error) = await CommandLine.RunAsync(["audit", "verify", what, "--key", pem, .. rest]);
        var (theirs, other) = await SecondAsync([.. rest, "--key", pem, what]);
        Assert.True((ours, theirs) == (expected, expected), $"{what} {string.Join(' ', options)}: ours {ours} {said}{error}, theirs {theirs} {other}");
        if (expected == 0 && Directory.Exists(what))
            Assert.Equal(said.TrimEnd()[^64..], other.TrimEnd()[^64..]); // the same root
    }

    private static async Task<(int Exit, string Output)> SecondAsync(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Root, "tests", "Peers", "audit", "verify_log.py"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    private static string Root
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "Directory.Packages.props")))
                at = at.Parent!;
            return at.FullName;
        }
    }
}
