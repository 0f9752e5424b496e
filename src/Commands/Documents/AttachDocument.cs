using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A source attaches a document.</summary>
/// <param name="Section">The section, one of its own.</param>
/// <param name="Size">How many bytes the document has.</param>
/// <param name="Description">What is told of it; its digest is held against what comes.</param>
/// <param name="Signed">The first message as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record AttachmentRequest(
    SectionId Section, long Size, DocumentDescription Description, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// A partner attaches a document to a section that it contributed. It is received, encrypted and verified while it comes; only then does
/// the entry that tells of it go on the log, and with it the document is there. Of one that did not come whole nothing is kept.
/// </summary>
public sealed class AttachDocument
{
    private readonly SourceAccess _access;
    private readonly DocumentReceiver _receiver;
    private readonly CaseCipher _cipher;
    private readonly IDocumentStore _documents;
    private readonly IDossierStore _records;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;

    internal AttachDocument(
        SourceAccess access,
        CaseCipher cipher,
        IDocumentStore documents,
        IDossierStore records,
        EvidenceKeeper evidence,
        EntryWriter entries,
        ChangeRunner changes)
    {
        _access = access;
        _receiver = new DocumentReceiver(cipher, documents);
        _cipher = cipher;
        _documents = documents;
        _records = records;
        _evidence = evidence;
        _entries = entries;
        _changes = changes;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="content">The document's pieces, or why they cannot be read. Not looked at before the section is the caller's.</param>
    /// <param name="encode">Puts the document's id into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work; then nothing of the document is kept.</param>
    public async Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        AttachmentRequest request,
        IAsyncEnumerable<Outcome<DocumentPiece>> content,
        Func<DocumentId, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class
    {
        var upload = new Upload(DocumentId.Create());
        var outcome = await _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.DocumentAttached = new Audit.V1.DocumentAttached { Size = request.Size };
                return entry;
            },
            async entry =>
            {
                var access = await _access.FindAsync(caller, request.Section, null, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } section)
                    return access.Refusal!;
                entry.DocumentAttached.Category = section.Newest.Category;
                entry.DocumentAttached.SectionId = section.Newest.Id.Value;
                return new PermittedChange<T>(
                    section.Guards, () => PlanAsync(caller, request, section, upload, content, entry, encode, cancellation));
            },
            decode,
            cancellation).ConfigureAwait(false);
        if (upload.Began)
            await RemoveUnlessAttachedAsync(caller.Partnership, request.Section, upload, outcome.Refusal).ConfigureAwait(false);
        return outcome;
    }

    private async Task<Outcome<PlannedChange<T>>> PlanAsync<T>(
        Admitted caller,
        AttachmentRequest request,
        SourcedSection section,
        Upload upload,
        IAsyncEnumerable<Outcome<DocumentPiece>> content,
        Entry entry,
        Func<DocumentId, Encoded<T>> encode,
        CancellationToken cancellation)
        where T : class
    {
        if (section.CheckNewest(null) is { } stale)
            return stale;
        if (request.Size > Document.MaxSize)
            return Refusals.DocumentTooLarge;
        if (section.Newest.Documents.Count >= Document.MaxPerSection)
            return Refusals.TooManyDocuments;

        // It comes once, however often the records move meanwhile.
        var (@case, id) = (section.Case.Id, upload.Document);
        if (!upload.IsWhole)
        {
            upload.Began = true;
            if (await _receiver.ReceiveAsync(
                caller.Partnership, @case, id, request.Size, request.Description.Sha256, content, cancellation).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }

            upload.IsWhole = true;
        }

        entry.DocumentAttached.DocumentId = id.Value;
        var place = section.Newest.Documents.Count == 0 ? 1 : section.Newest.Documents[^1].Place + 1;
        var description = _cipher.Seal(caller.Partnership, @case, section.Newest.Id, id, request.Description);
        var evidence = _evidence.Keep(entry, caller.Partnership, @case, EvidencePlace.Document(id), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.DocumentAttached(@case, section.Newest.Id, new Document(id, place, request.Size, description)), evidence],
            encode(id));
    }

    // Whether an entry that could not be acknowledged was written is not known: then what came stays, and the next start of the store
    // removes it if no entry tells of it. So it is too when it cannot be removed now.
    private async Task RemoveUnlessAttachedAsync(PartnershipId partnership, SectionId section, Upload upload, Refusal? refusal)
    {
        if (upload.IsWhole && refusal?.Reason == RefusalReason.LogUnavailable)
            return;
        try
        {
            var reading = await _records.ReadSectionAsync(partnership, section, CancellationToken.None).ConfigureAwait(false);
            if (reading.Section?.Newest.Documents.Any(d => d.Id == upload.Document) != true)
                await _documents.RemoveAsync(partnership, upload.Document, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private sealed class Upload(DocumentId document)
    {
        public DocumentId Document { get; } = document;

        public bool Began { get; set; }

        public bool IsWhole { get; set; }
    }
}
