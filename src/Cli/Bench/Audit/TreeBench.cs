using System.Diagnostics;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Cli.Bench;

/// <summary>What a log of some size costs: one line of <c>exchange bench audit --leaves</c>.</summary>
/// <param name="Store">The store.</param>
/// <param name="Leaves">How many entries the log has.</param>
/// <param name="AppendMicros">Until one more entry is durable, in µs; the median.</param>
/// <param name="NodesPerAppend">How many nodes of the tree an entry completes; the mean, which is just below 2 at any size.</param>
/// <param name="ProofMicros">To build an inclusion proof of some entry, in µs; the median.</param>
/// <param name="HashesPerProof">How many hashes such a proof has; the mean, which grows with the logarithm of the size.</param>
/// <param name="OpenMs">Until a new process has opened the log and proved an entry, in ms; null where it cannot be told.</param>
/// <param name="PeakMiB">The most memory which that process had, in MiB.</param>
internal sealed record TreeResult(
    string Store, long Leaves, double AppendMicros, double NodesPerAppend, double ProofMicros, double HashesPerProof, double? OpenMs, double? PeakMiB);

/// <summary>What opening a log took; one line of JSON of a process that did nothing else.</summary>
internal sealed record OpeningResult(double OpenMs, double PeakMiB);

/// <summary>Grows a log and looks at it at some sizes.</summary>
internal sealed class TreeBench(MeasuredStore store)
{
    private const int PerTransaction = 8192;
    private const int Samples = 400;

    private static readonly PartnershipId Partnership = new("tree");
    private static readonly TimeProvider Time = TimeProvider.System;

    // Short: what is measured is the tree and its rows, and ten million entries of full length are fifteen gigabytes.
    private readonly byte[] _leaf = new Entry { TraceId = "00000000000000000000000000000000", Outcome = Outcome.Released }.ToByteArray();

    /// <summary>Grows the log to a size, unless it has it, and measures there.</summary>
    public TreeResult MeasureAt(long leaves)
    {
        while (store.Log.ReadHead(Partnership).Size is var size && size < leaves)
            Append((int)Math.Min(PerTransaction, leaves - size));

        // The appends first: they are what makes the log one of this size and a little more.
        var nodes = 0;
        var appends = Sample(() => nodes += Append(1));
        var head = store.Log.ReadHead(Partnership);
        var hashes = 0;
        var proofs = Sample(() => hashes += InclusionProof.Build(store.Log, Partnership, RandomIndex(head.Size), head.Size).Count);
        return new TreeResult(
            store.Name,
            leaves,
            Math.Round(appends, 1),
            Math.Round((double)nodes / Samples, 2),
            Math.Round(proofs, 1),
            Math.Round((double)hashes / Samples, 1),
            null,
            null);
    }

    /// <summary>Proves one entry of a log, as who has just opened it.</summary>
    public static OpeningResult Open(Func<ILogStore> open)
    {
        var began = Time.GetTimestamp();
        var log = open();
        var head = log.ReadHead(Partnership);
        var index = RandomIndex(head.Size);
        var leaf = log.Read(Partnership, index).First();
        var proof = InclusionProof.Build(log, Partnership, index, head.Size);
        if (!InclusionProof.Verify(index, head.Size, MerkleHash.Leaf(leaf.Leaf.Span), proof, MerkleTree.Root(head)))
            throw new InvalidDataException("The log does not prove its own entry.");
        var took = Time.GetElapsedTime(began).TotalMilliseconds;
        using var self = Process.GetCurrentProcess();
        return new OpeningResult(Math.Round(took, 1), Math.Round(self.PeakWorkingSet64 / (1024.0 * 1024), 1));
    }

    private int Append(int count)
    {
        using var transaction = store.Log.Begin(Partnership);
        var (head, nodes) = (transaction.Head, 0);
        var completed = new List<TreeNode>(64);
        for (var i = 0; i < count; i++)
        {
            completed.Clear();
            var leaf = new StoredLeaf(head.Size, _leaf);
            head = MerkleTree.Append(head, MerkleHash.Leaf(_leaf), completed);
            transaction.Append(leaf, [.. completed]);
            nodes += completed.Count;
        }

        transaction.Commit(head);
        return nodes;
    }

    private static double Sample(Action work)
    {
        var times = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            var began = Time.GetTimestamp();
            work();
            times[i] = Time.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[Samples / 2];
    }

    private static long RandomIndex(long size) => RandomNumberGenerator.GetInt32((int)Math.Min(size, int.MaxValue));
}
