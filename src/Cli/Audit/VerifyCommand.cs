using System.CommandLine;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Keys;

namespace Exchange.Cli.Audit;

/// <summary>
/// <c>exchange audit verify</c>: of the operator's own store, which needs no key; or, as a stranger with the log's public key and nothing
/// else, of an export, a proof or a checkpoint.
/// </summary>
internal static class VerifyCommand
{
    private const int MostDifferences = 100;

    public static Command Create()
    {
        var target = new Argument<string?>("WHAT") { Description = "An export (a directory or an address), a proof or a checkpoint (a file)", Arity = ArgumentArity.ZeroOrOne };
        var key = InputFiles.KeyOption();
        var against = new Option<FileInfo?>("--against") { Description = "An older checkpoint that was kept: nothing that it counts may be changed", HelpName = "FILE" };
        var from = new Option<long>("--from") { Description = "The first entry that is not pruned; those before it need not be there" };
        var leafHash = new Option<string?>("--leaf-hash") { Description = "The leaf hash, in hexadecimal, that the proved entry has to have", HelpName = "HEX" };
        var state = new Option<bool>("--state") { Description = "Of a gateway's own store: compare with the log, too, who may see what by the records, and the index; it needs the keys" };
        var log = new LogOptions();
        var command = new Command("verify", "Recomputes every hash and compares; exit 1 names the first entry or tile that differs") { target, key, against, from, leafHash, state };
        log.AddTo(command);
        command.SetAction((call, cancellation) => Task.FromResult((call.GetValue(target), log.IsNamed(call)) switch
        {
            (null, true) when call.GetValue(state) => log.UseWithKeys(call, (open, storage, keys) => OfState(call, open, storage, keys, cancellation)),
            (null, true) => log.Use(call, open => OfStore(call, open, cancellation)),
            ({ } what, false) => OfStranger(
                call, what, call.GetValue(key) ?? [], call.GetValue(against), call.GetValue(from), call.GetValue(leafHash), cancellation),
            _ => Exit.Unusable(call, "name an export, a proof or a checkpoint with its --key, or a gateway's directory with --data or its --config."),
        }));
        return command;
    }

    private static int OfStore(ParseResult call, OpenLog open, CancellationToken cancellation)
    {
        var found = LogVerifier.Verify(open.Store, open.Partnership, cancellation);
        if (found.IsSound && IndexVerifier.Verify(open.Store, open.Index, open.Partnership, cancellation) is { } fault)
            found = found with { Fault = fault };
        call.InvocationConfiguration.Output.WriteLine(Verdict.Of(found));
        return found.IsSound ? Exit.Fine : Exit.No;
    }

    private static int OfState(ParseResult call, OpenLog open, Storage.IStorage storage, KeyVault keys, CancellationToken cancellation)
    {
        if (OfStore(call, open, cancellation) is var verified && verified != Exit.Fine)
            return verified;
        var verifier = new StateVerifier(open.Store, storage.Index, storage.Dossiers, new Sealing(keys), new BlindIndex(keys));
        var found = verifier.VerifyAsync(open.Partnership, cancellation).GetAwaiter().GetResult();
        var output = call.InvocationConfiguration.Output;
        foreach (var difference in found.Differences.Take(MostDifferences))
            output.WriteLine($"WRONG: {difference.What}.");
        if (found.Differences.Count > MostDifferences)
            output.WriteLine($"and {found.Differences.Count - MostDifferences} more.");
        output.WriteLine($"{found.Facts} facts of the records are as {found.Entries} entries say, {found.Differences.Count} differences, {found.Unreadable} that nobody can read any more");
        return found.Differences.Count == 0 ? Exit.Fine : Exit.No;
    }

    private static int OfStranger(
        ParseResult call, string what, IReadOnlyList<string> named, FileInfo? against, long from, string? leafHash, CancellationToken cancellation)
    {
        if (InputFiles.Keys(named, out var sentence) is not { } keys)
            return Exit.Unusable(call, sentence);
        SignedCheckpoint? older = null;
        if (against is not null && (older = InputFiles.Checkpoint(against.FullName)) is null)
            return Exit.Unusable(call, $"{against} is no checkpoint: give one that was kept from before.");
        if (from < 0)
            return Exit.Unusable(call, "--from is an entry, from 0.");
        if (Exports.Find(what) is { } export)
        {
            try
            {
                var found = ExportVerifier.Verify(export, keys, older, from, cancellation);
                return Say(call, found.IsSound, Verdict.Of(found, older?.Checkpoint));
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, $"{what} cannot be read: {e.Message}");
            }
        }

        if (from > 0)
            return Exit.Unusable(call, "--from goes with an export; a proof or a checkpoint has no first entry.");
        return InputFiles.Bytes(what) is { } bytes
            ? OfFile(call, bytes, keys, older, leafHash)
            : Exit.Unusable(call, $"there is no export, proof or checkpoint {what} that can be read.");
    }

    private static int OfFile(ParseResult call, byte[] bytes, TrustedKeys keys, SignedCheckpoint? older, string? leafHash)
    {
        if (TlogProof.Parse(bytes) is { } proof)
        {
            byte[] hash = [];
            if (older is not null)
                return Exit.Unusable(call, "--against goes with an export or a proof of growth: a proof of one entry says nothing of what was before it.");
            if (leafHash is not null && (hash = FromHex(leafHash)).Length != MerkleHash.Length)
                return Exit.Unusable(call, "--leaf-hash is 64 hexadecimal digits.");
            var verdict = proof.Verify(keys, hash);
            return verdict == ProofVerdict.NothingToProve
                ? Exit.Unusable(call, "the proof does not bring the entry: give its --leaf-hash.")
                : Say(call, verdict == ProofVerdict.Proved, Verdict.Of(verdict, proof));
        }

        if (GrowthProof.Parse(bytes) is { } growth)
        {
            if (older is null)
                return Exit.Unusable(call, "the proof is of growth: give the older checkpoint with --against.");
            var verdict = growth.Verify(keys, older);
            return Say(call, verdict == ProofVerdict.Proved, Verdict.Of(verdict, growth));
        }

        if (SignedCheckpoint.Parse(bytes) is { } checkpoint)
        {
            if (older is not null)
                return Exit.Unusable(call, "two checkpoints prove nothing of each other: give the export, or a proof of `exchange audit prove --since`.");
            var trust = keys.Check(checkpoint);
            return Say(call, trust == CheckpointTrust.Signed, Verdict.Of(trust, checkpoint.Checkpoint));
        }

        return Say(call, false, "WRONG: this is no proof and no checkpoint, or it was altered.");
    }

    private static int Say(ParseResult call, bool isFine, string sentence)
    {
        call.InvocationConfiguration.Output.WriteLine(sentence);
        return isFine ? Exit.Fine : Exit.No;
    }

    private static byte[] FromHex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
