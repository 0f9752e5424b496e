using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A document is asked for.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Reference">The case, as the caller names it.</param>
/// <param name="Document">The document.</param>
public sealed record DocumentRequest(string Purpose, CaseReference Reference, DocumentId Document);

/// <summary>What comes before a document's content.</summary>
/// <param name="Document">The document.</param>
/// <param name="Section">The section that it is attached to.</param>
/// <param name="Article">The deciding article, or null when none is named.</param>
/// <param name="Obligations">What the recipient takes on.</param>
public sealed record DocumentHeading(KnownDocument Document, SectionId Section, string? Article, SectionObligations Obligations);

/// <summary>A document that may be sent.</summary>
/// <typeparam name="T">The endpoint's message.</typeparam>
/// <param name="First">The first message, of which the entry holds the evidence.</param>
/// <param name="Content">
/// Its pieces in their order, each read when it is asked for; or, as the last, why there are no more. What was withdrawn meanwhile, or
/// may for another reason not be seen any more, ends there.
/// </param>
public sealed record OpenedDocument<T>(T First, IAsyncEnumerable<Outcome<DocumentPiece>> Content);

/// <summary>
/// Gives a document to whoever may see its section in full. The entry is on the log before the first byte leaves; what it is evidence of
/// holds the digest of all the others.
/// </summary>
public sealed class GetDocument
{
    // After each MiB it is decided again: a slow reader is not sent what was withdrawn long ago.
    private const int ChunksPerDecision = 16;

    private readonly CaseAccess _access;
    private readonly CaseCipher _cipher;
    private readonly IDocumentStore _documents;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal GetDocument(
        CaseAccess access, CaseCipher cipher, IDocumentStore documents, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _access = access;
        _cipher = cipher;
        _documents = documents;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the heading into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing more is released.</param>
    public Task<Outcome<Released<OpenedDocument<T>>>> HandleAsync<T>(
        Admitted caller, DocumentRequest request, Func<DocumentHeading, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync(
            caller,
            () => Draft(caller),
            async entry =>
            {
                var decided = await DecideAsync(caller, request, entry, cancellation).ConfigureAwait(false);
                if (decided.Value is not { } shown)
                    return (Outcome<Release<OpenedDocument<T>>>)decided.Refusal!;
                var first = encode(shown.Heading);
                var content = ReadAsync(caller, request, shown.Case, shown.Document, cancellation);
                return new Release<OpenedDocument<T>>(
                    shown.Guards, new Encoded<OpenedDocument<T>>(new OpenedDocument<T>(first.Message, content), first.Bytes));
            },
            cancellation);

    private Entry Draft(Admitted caller)
    {
        var entry = _entries.Draft(caller);
        entry.DocumentRead = new DocumentRead();
        return entry;
    }

    private async Task<Outcome<ShownDocument>> DecideAsync(Admitted caller, DocumentRequest request, Entry entry, CancellationToken cancellation)
    {
        // 1. May this caller know of this case?
        var access = await _access.DecideReadingAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
        if (access.Value is not { } granted)
            return access.Refusal!;

        // 2. Is the document there, and is its section shown in full? Towards the caller that is one question.
        var (section, document) = granted.Case.Sections
            .SelectMany(s => s.Documents.Select(d => (Section: s, Document: d)))
            .FirstOrDefault(of => of.Document.Id == request.Document);
        if (document is null)
            return NotFound("NO_SUCH_DOCUMENT");
        entry.DocumentRead.DocumentId = document.Id.Value;
        entry.DocumentRead.SectionId = section.Id.Value;
        entry.DocumentRead.Size = document.Size;
        var now = _time.GetUtcNow();
        var (handling, decision) = granted.Decide(section, request.Purpose, now);
        if (decision.Level != Level.Full)
            return NotFound(Words.Of(decision.Reason));

        // 3. What comes with it?
        var trail = new DecisionTrail();
        trail.Of(section, handling, decision).Released++;
        entry.Decisions.AddRange(trail.ToEntry());
        return new ShownDocument(
            granted.Case.Case.Id,
            document,
            new DocumentHeading(
                _cipher.Open(caller.Partnership, granted.Case.Case.Id, section.Id, document),
                section.Id,
                decision.Article,
                ObligationRules.For(section, decision, request.Purpose, AmsterdamCalendar.DayOf(now))),
            granted.Guards);

        Refusal NotFound(string why)
        {
            entry.InnerReason = why;
            return Refusals.DocumentNotFound;
        }
    }

    private async IAsyncEnumerable<Outcome<DocumentPiece>> ReadAsync(
        Admitted caller, DocumentRequest request, CaseId @case, Document document, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 0; number < document.Chunks; number++)
        {
            if (number > 0 && number % ChunksPerDecision == 0
                && (await DecideAsync(caller, request, Draft(caller), cancellation).ConfigureAwait(false)).Refusal is { } refusal)
            {
                yield return refusal;
                yield break;
            }

            var stored = await _documents.ReadAsync(caller.Partnership, document.Id, number, cancellation).ConfigureAwait(false);
            if (stored is not { } chunk || Decrypt(caller.Partnership, @case, document, number, chunk) is not { } piece)
            {
                yield return Refusals.DocumentDamaged;
                yield break;
            }

            yield return new DocumentPiece(piece);
        }
    }

    // Null when it was altered, moved, or cut short.
    private byte[]? Decrypt(PartnershipId partnership, CaseId @case, Document document, int number, ReadOnlyMemory<byte> chunk)
    {
        var isLast = number == document.Chunks - 1;
        try
        {
            var piece = _cipher.DecryptChunk(partnership, @case.Value, document.Id.Value, number, isLast, chunk.Span);
            var expected = isLast ? document.Size - ((long)number * Document.ChunkLength) : Document.ChunkLength;
            return piece.Length == expected ? piece : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record ShownDocument(CaseId Case, Document Document, DocumentHeading Heading, IReadOnlyList<EpochGuard> Guards);
}
