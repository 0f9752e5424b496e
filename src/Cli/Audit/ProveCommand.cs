using System.CommandLine;
using Exchange.Audit;
using Exchange.Commands;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit prove</c>: writes a proof that a stranger verifies without the gateway.</summary>
internal static class ProveCommand
{
    public static Command Create()
    {
        var index = new Argument<long?>("INDEX") { Description = "The entry, from 0", Arity = ArgumentArity.ZeroOrOne };
        var since = new Option<FileInfo?>("--since") { Description = "Prove instead that the log only grew since this checkpoint", HelpName = "FILE" };
        var size = new Option<long?>("--size") { Description = "The size of the tree; all of the log when not given" };
        var withoutEntry = new Option<bool>("--without-entry") { Description = "Leave the entry itself out: whoever verifies knows its leaf hash" };
        var log = new LogOptions();
        var command = new Command("prove", "Proves that an entry is in the log, or that the log only grew") { index, since, size, withoutEntry };
        log.AddTo(command);
        command.SetAction(call => log.UseSigned(call, (open, signing) =>
        {
            var length = open.Store.ReadHead(open.Partnership).Size;
            var tree = call.GetValue(size) ?? length;
            if (tree < 1 || tree > length)
                return Exit.Unusable(call, $"--size is 1 to {length}: as long as the log is.");
            return (call.GetValue(index), call.GetValue(since)) switch
            {
                ({ } entry, null) => Inclusion(call, open, signing, entry, tree, call.GetValue(withoutEntry)),
                (null, { } file) => Growth(call, open, signing, file, tree),
                _ => Exit.Unusable(call, "name an entry, or a checkpoint with --since."),
            };
        }));
        return command;
    }

    private static int Inclusion(ParseResult call, OpenLog open, LogSigning signing, long index, long size, bool withoutEntry)
    {
        if (index < 0 || index >= size)
            return Exit.Unusable(call, $"there is no entry {index} among the first {size}.");
        if (open.Store.ReadBackwards(open.Partnership, index + 1, 1) is not [var leaf] || leaf.Index != index)
            return No(call, $"entry {index} is missing.");
        var checkpoint = signing.SignAt(open.Partnership, open.Store, size);
        var path = InclusionProof.Build(open.Store, open.Partnership, index, size);
        if (!InclusionProof.Verify(index, size, MerkleHash.Leaf(leaf.Leaf.Span), path, checkpoint.Checkpoint.Root.Span))
            return No(call, $"entry {index} or the tree over it was altered.");
        call.InvocationConfiguration.Output.Write(new TlogProof(index, withoutEntry ? null : (ReadOnlyMemory<byte>?)leaf.Leaf, path, checkpoint).ToString());
        return Exit.Fine;
    }

    private static int Growth(ParseResult call, OpenLog open, LogSigning signing, FileInfo file, long size)
    {
        if (InputFiles.Checkpoint(file.FullName)?.Checkpoint is not { } older)
            return Exit.Unusable(call, $"{file} is no checkpoint.");
        var checkpoint = signing.SignAt(open.Partnership, open.Store, size);
        if (older.Origin != checkpoint.Checkpoint.Origin)
            return Exit.Unusable(call, $"{file} is of another log, {older.Origin}.");
        if (older.Size > size)
            return No(call, $"the checkpoint counts {older.Size} entries, and there are {size}.");
        var peaks = MerkleTree.Peaks(older.Size);
        if (open.Store.ReadNodes(open.Partnership, peaks).Count != peaks.Count)
            return Exit.Unusable(call, $"the log is pruned beyond the {older.Size} entries of {file}, so nothing can be proved from there.");
        var path = older.Size == 0 ? [] : ConsistencyProof.Build(open.Store, open.Partnership, older.Size, size);
        if (older.Size > 0 && !ConsistencyProof.Verify(older.Size, size, older.Root.Span, checkpoint.Checkpoint.Root.Span, path))
            return No(call, $"the log does not go on from that checkpoint: something before entry {older.Size} was changed.");
        call.InvocationConfiguration.Output.Write(new GrowthProof(older.Size, path, checkpoint).ToString());
        return Exit.Fine;
    }

    private static int No(ParseResult call, string sentence)
    {
        call.InvocationConfiguration.Error.WriteLine($"exchange: {sentence}");
        return Exit.No;
    }
}
