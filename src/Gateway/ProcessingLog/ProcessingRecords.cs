using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Otlp;
using Google.Protobuf;

namespace Exchange.Gateway.ProcessingLog;

/// <summary>
/// What the log holds about data subjects as records of processing: one for each subject of an entry, none for an entry about nobody.
/// </summary>
/// <remarks>
/// <para>Source: Logboek Dataverwerkingen (Logius), component Logboek: trace and span id, name, status, start and end time, and the
/// attributes <c>dpl.core.processing_activity_id</c>, <c>dpl.core.data_subject_id</c> and <c>dpl.core.data_subject_id_type</c>.</para>
/// <para>The subject is as the entry has it: under a log key of the case, different in every record, so that two records cannot be joined
/// by it; who may open the log finds the subject by the entry. Nothing says who called. Ids are worked out from the entry, so that a
/// record which is sent twice is the same record.</para>
/// </remarks>
internal sealed class ProcessingRecords(ProcessingLogOptions options)
{
    /// <summary>What kind of id a subject has: a case and its subject as they are sealed in the entry.</summary>
    public const string SubjectIdType = "exchange:sealed-case-and-subject";

    private const int Ok = 1, Error = 2, Server = 2;

    /// <summary>The records of an entry, in the order of its subjects.</summary>
    public IEnumerable<Span> Of(StoredLeaf leaf)
    {
        var entry = Entry.Parser.ParseFrom(leaf.Leaf.Span);
        var hash = MerkleHash.Leaf(leaf.Leaf.Span);
        var subjects = Subjects(entry).ToList();
        for (var i = 0; i < subjects.Count; i++)
            yield return Record(leaf.Index, entry, hash, subjects[i], i);
    }

    private static IEnumerable<Sealed> Subjects(Entry entry)
    {
        if (entry.CaseAndSubject is { } one)
            yield return one;
        foreach (var listed in entry.EventCase switch
        {
            Entry.EventOneofCase.CasesListed => entry.CasesListed.Cases,
            Entry.EventOneofCase.OwnContributionsListed => entry.OwnContributionsListed.Cases,
            _ => [],
        })
        {
            yield return listed;
        }
    }

    private Span Record(long index, Entry entry, byte[] leafHash, Sealed subject, int place)
    {
        // An entry has one moment: when the gateway wrote it, which is when it was decided and about to take effect.
        var at = entry.Time is { } time ? (ulong)((time.Seconds * 1_000_000_000) + time.Nanos) : 0;
        var purpose = entry.DecisionInput?.Purpose ?? "";
        return new Span
        {
            TraceId = UnsafeByteOperations.UnsafeWrap(entry.TraceId.Length == 32 ? Convert.FromHexString(entry.TraceId) : leafHash[..16]),
            SpanId = SpanId(leafHash, place),
            Name = entry.EventCase.ToString(),
            Kind = Server,
            StartTimeUnixNano = at,
            EndTimeUnixNano = at,
            Status = new Status { Code = entry.Outcome == Outcome.Refused ? Error : Ok },
            Attributes =
            {
                Text("dpl.core.processing_activity_id", options.Activities.TryGetValue(purpose, out var activity) ? activity : options.OtherActivity),
                Text("dpl.core.data_subject_id", $"{subject.KeyId}.{Base64Url.EncodeToString(subject.Ciphertext.Span)}"),
                Text("dpl.core.data_subject_id_type", SubjectIdType),
                new KeyValue { Key = "exchange.log.entry", Value = new AnyValue { IntValue = index } },
            },
        };
    }

    private static ByteString SpanId(byte[] leafHash, int place)
    {
        Span<byte> input = stackalloc byte[MerkleHash.Length + sizeof(int)];
        leafHash.CopyTo(input);
        BinaryPrimitives.WriteInt32BigEndian(input[MerkleHash.Length..], place);
        return ByteString.CopyFrom(SHA256.HashData(input).AsSpan(0, 8));
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
