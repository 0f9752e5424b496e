using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Documents;

/// <summary>Documents: attached by the source of a section, and given to whoever sees that section in full.</summary>
public sealed class DocumentTests : IAsyncDisposable
{
    private const int Chunk = Document.ChunkLength;

    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _ggd;

    public DocumentTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "regisseur-1", "regisseur");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((Chunk * 40) + 7)]
    public async Task Attached_ComesBackAsItWasWithOneEntryEach(int size)
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var content = RandomNumberGenerator.GetBytes(size);
        DocumentId id = default;

        var attached = Assert.Single(await _installation.EntriesOfAsync(async () => id = (await _police.AttachAsync(section, content)).Value!.Message.Value));
        Released<OpenedDocument<DocumentHeading>>? opened = null;
        var read = Assert.Single(await _installation.EntriesOfAsync(async () => opened = (await _ggd.ReadDocumentAsync("regie", found.ById(), id)).Value));

        Assert.Equal(Outcome.Done, attached.Outcome);
        Assert.Equal(
            ("police", section.Value, id.Value, (long)size),
            (attached.DocumentAttached.Category, attached.DocumentAttached.SectionId, attached.DocumentAttached.DocumentId, attached.DocumentAttached.Size));
        Assert.NotNull(attached.Evidence);
        Assert.Equal((Outcome.Released, id.Value), (read.Outcome, read.DocumentRead.DocumentId));
        Assert.Equal(("police", "full", 1), (read.Decisions[0].Category, read.Decisions[0].Level, read.Decisions[0].Released));
        var heading = opened!.Message.First;
        Assert.Equal(
            HMACSHA256.HashData(opened.Nonce.Span, JsonSerializer.SerializeToUtf8Bytes(heading)), read.ResponseHmac.ToByteArray());
        Assert.Equal((id, (long)size, "brief.pdf", section), (heading.Document.Id, heading.Document.Size, heading.Document.Description.Name, heading.Section));
        Assert.Equal(SHA256.HashData(content), heading.Document.Description.Sha256.ToArray());
        Assert.Equal(content, await ContentAsync(opened));
    }

    [Fact]
    public async Task Attached_IsToldOfInFullViewsAndToItsSource()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        await _police.AttachAsync(section, [1, 2, 3], "eerste.pdf");
        await _police.AttachAsync(section, [4], "tweede.pdf");

        var seen = (await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections.Single();
        Assert.Equal([("eerste.pdf", 3L), ("tweede.pdf", 1L)], seen.Documents.Select(d => (d.Description.Name, d.Size)));
        Assert.Equal(2, (await _police.OwnAsync()).Value!.Message.Value.Sections.Single().Documents.Count);

        // It stays with the section when that is corrected, and goes with it.
        await _police.CorrectAsync(section, Offers.Police("geweld"));
        Assert.Equal(2, (await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections.Single().Documents.Count);

        // In a view that is not full there is no word of it.
        var attendee = _installation.Person("wpi", "consulent-1", "caseworker");
        var meeting = await _installation.MeetingAsync("itat", found, attendee);
        var bytes = Encoding.UTF8.GetString((await attendee.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Bytes.Span);
        Assert.DoesNotContain("eerste", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attached_NameAndContent_AreNotInTheClearOnDisk()
    {
        const string remarkable = "Zeer-opvallende-naam";
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var content = Encoding.UTF8.GetBytes("Heel bijzondere inhoud");
        Assert.NotNull((await _police.AttachAsync(section, content, remarkable)).Value);

        byte[][] needles = [Encoding.UTF8.GetBytes(remarkable), content, SHA256.HashData(content)];
        foreach (var file in Directory.EnumerateFiles(_installation.Folder, "*.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.All(needles, needle => Assert.Equal(-1, bytes.AsSpan().IndexOf(needle)));
        }
    }

    public static TheoryData<string> Mismatches => ["shorter", "longer", "digest", "empty"];

    [Theory]
    [MemberData(nameof(Mismatches))]
    public async Task Attach_OtherThanWasSaid_IsRefusedAndNothingIsKept(string what)
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var content = RandomNumberGenerator.GetBytes(Chunk * 20);

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.DocumentMismatch, () => what switch
        {
            "shorter" => _police.AttachAsync(section, content, size: content.Length + 1),
            "longer" => _police.AttachAsync(section, content, size: content.Length - 1),
            "digest" => _police.AttachAsync(section, content, sha256: new byte[32]),
            _ => _police.AttachAsync(section, [], size: 1),
        });

        Assert.Empty(entry.DocumentAttached.DocumentId);
        Assert.Equal(0, _installation.Chunks());
        Assert.Empty((await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections.Single().Documents);
    }

    [Fact]
    public async Task Attach_WhatCannotBe_IsRefusedBeforeAnyOfItIsRead()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.DocumentTooLarge, () => _police.AttachAsync(section, [1], size: Document.MaxSize + 1, stream: Unread()));
        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.SectionNotFound, () => _ggd.AttachAsync(section, [1], stream: Unread()));
        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.SectionNotFound, () => _ggd.AttachAsync(SectionId.Create(), [1], stream: Unread()));
        for (var i = 0; i < Document.MaxPerSection; i++)
            Assert.NotNull((await _police.AttachAsync(section, [1])).Value);
        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.TooManyDocuments, () => _police.AttachAsync(section, [1], stream: Unread()));
        await _police.WithdrawAsync(section);
        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.SectionWithdrawn, () => _police.AttachAsync(section, [1], stream: Unread()));
    }

    [Fact]
    public async Task Attach_CallerGoesAway_LeavesNothing()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        using var gone = new CancellationTokenSource();

        await Refused.WithOneEntryAsync(_installation, RefusalReason.DeadlineExceeded, () => _police.AttachUntilAsync(
            section, Chunk * 100, new byte[32], "brief.pdf", null, Endless(Chunk * 40, gone), gone.Token));

        Assert.Equal(0, _installation.Chunks());
    }

    [Fact]
    public async Task Attach_LogCannotBeWritten_IsNotThereAndIsRemovedAtTheNextStart()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _police.AttachAsync(section, [1, 2, 3]));
        _installation.Faults.LogUnwritable = false;

        Assert.Empty((await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections.Single().Documents);
        Assert.Equal(1, _installation.Chunks()); // whether the entry is there cannot be known: the start of the store settles it
    }

    [Fact]
    public async Task Attach_WhileTheRecordsMove_ComesOnceAndIsThere()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _police.CorrectAsync(section, Offers.Police("geweld"));
        };

        var id = (await _police.AttachAsync(section, [1, 2, 3])).Value!.Message.Value;

        Assert.Equal([1, 2, 3], await ContentAsync((await _ggd.ReadDocumentAsync("regie", found.ById(), id)).Value!));
    }

    [Fact]
    public async Task Attach_Again_GivesTheFirstAnswerAndReadsNothing()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var first = (await _police.AttachAsync(section, [1, 2, 3], key: "bijlage-1")).Value!.Message.Value;

        Assert.Equal(first, (await _police.AttachAsync(section, [1, 2, 3], key: "bijlage-1", stream: Unread())).Value!.Message.Value);
        Refused.As(RefusalReason.IdempotencyKeyReused, await _police.AttachAsync(section, [1, 2, 3], "ander.pdf", key: "bijlage-1", stream: Unread()));
        Assert.Equal(1, _installation.Chunks());
    }

    public static TheoryData<string, string> NotShown => new()
    {
        { "unknown", "NO_SUCH_DOCUMENT" },
        { "other case", "NO_SUCH_DOCUMENT" },
        { "withdrawn", "NO_SUCH_DOCUMENT" },
        { "embargo", "GUARD" },
        { "ask", "GUARD" },
        { "secret", "GUARD" },
        { "day passed", "GUARD" },
    };

    [Theory]
    [MemberData(nameof(NotShown))]
    public async Task GetDocument_OfASectionThatIsNotShownInFull_IsNotThere(string why, string innerReason)
    {
        var found = await CaseAsync();
        var other = await CaseAsync();
        var section = await ContributedAsync(why == "other case" ? other : found);
        var id = (await _police.AttachAsync(section, [1, 2, 3])).Value!.Message.Value;
        switch (why)
        {
            case "unknown": id = DocumentId.Create(); break;
            case "withdrawn": await _police.WithdrawAsync(section); break;
            case "embargo": await _police.CorrectAsync(section, Offers.Police() with { EmbargoUntil = _installation.Clock.Now.AddDays(1) }); break;
            case "ask": await _police.CorrectAsync(section, Offers.Police() with { Handling = Handling.AskSource }); break;
            case "secret": await _police.CorrectAsync(section, Offers.Police() with { Handling = Handling.Secret }); break;
            case "day passed":
                await _police.CorrectAsync(section, Offers.Police() with { KeepUntil = _installation.Today });
                _installation.Clock.Advance(TimeSpan.FromDays(2));
                break;
        }

        Refusal? refusal = null;
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.DocumentNotFound, async () =>
        {
            var outcome = await _ggd.ReadDocumentAsync("regie", found.ById(), id);
            refusal = outcome.Refusal;
            return outcome;
        });

        Assert.Equal(innerReason, entry.InnerReason);
        Assert.Equal((await _ggd.ReadDocumentAsync("regie", found.ById(), DocumentId.Create())).Refusal, refusal);
    }

    [Fact]
    public async Task GetDocument_OfACaseThatMayNotBeKnown_IsACaseThatIsNotThere()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var id = (await _police.AttachAsync(section, [1, 2, 3])).Value!.Message.Value;
        var stranger = _installation.Person("ggd", "arts-2", "regisseur");

        Refused.As(RefusalReason.CaseNotFound, await stranger.ReadDocumentAsync("regie", found.ById(), id));

        // An anonymised view knows no case by its id, and no document.
        var attendee = _installation.Person("wpi", "consulent-1", "caseworker");
        var meeting = await _installation.MeetingAsync("itat", found, attendee);
        Refused.As(RefusalReason.CaseNotFound, await attendee.ReadDocumentAsync("casusoverleg", found.ById(meeting), id));
        Refused.As(RefusalReason.DocumentNotFound, await attendee.ReadDocumentAsync("casusoverleg", found.ByAlias(meeting), id));
    }

    [Theory]
    [InlineData("DELETE FROM chunks WHERE number = 3", 3)]
    [InlineData("UPDATE chunks SET content = (SELECT content FROM chunks WHERE number = 1) WHERE number = 3", 3)]
    [InlineData("UPDATE chunks SET content = substr(content, 1, 100) WHERE number = 0", 0)]
    public async Task GetDocument_Damaged_EndsWithAnErrorAndNothingWrong(string sql, int whole)
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var content = RandomNumberGenerator.GetBytes(Chunk * 5);
        var id = (await _police.AttachAsync(section, content)).Value!.Message.Value;
        _installation.Tamper(sql, "documents.db");

        var (pieces, refusal) = await ReadAsync((await _ggd.ReadDocumentAsync("regie", found.ById(), id)).Value!);

        Assert.Equal(RefusalReason.DocumentDamaged, refusal!.Reason);
        Assert.Equal(content[..(Chunk * whole)], pieces);
    }

    [Fact]
    public async Task GetDocument_CutOffInTheRecords_IsDamagedNotShorter()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var id = (await _police.AttachAsync(section, RandomNumberGenerator.GetBytes(Chunk * 3))).Value!.Message.Value;
        _installation.Tamper($"UPDATE documents SET size = {Chunk * 2}");

        var (pieces, refusal) = await ReadAsync((await _ggd.ReadDocumentAsync("regie", found.ById(), id)).Value!);

        Assert.Equal(RefusalReason.DocumentDamaged, refusal!.Reason);
        Assert.Equal(Chunk, pieces.Length);
    }

    [Fact]
    public async Task GetDocument_WithdrawnWhileItIsUnderWay_StopsWithinAMebibyte()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var id = (await _police.AttachAsync(section, RandomNumberGenerator.GetBytes(Chunk * 64))).Value!.Message.Value;
        var opened = (await _ggd.ReadDocumentAsync("regie", found.ById(), id)).Value!;
        var received = 0;
        Refusal? refusal = null;

        await foreach (var next in opened.Message.Content)
        {
            refusal = next.Refusal;
            received += next.Value?.Bytes.Length ?? 0;
            if (received == Chunk * 4)
                await _police.WithdrawAsync(section);
        }

        Assert.Equal(RefusalReason.DocumentNotFound, refusal!.Reason);
        Assert.Equal(Chunk * 16, received);
    }

    [Fact]
    public async Task GetDocument_LogCannotBeWritten_ReleasesNothing()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var id = (await _police.AttachAsync(section, [1, 2, 3])).Value!.Message.Value;
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _ggd.ReadDocumentAsync("regie", found.ById(), id));
    }

    private static async Task<byte[]> ContentAsync(Released<OpenedDocument<DocumentHeading>> opened)
    {
        var (content, refusal) = await ReadAsync(opened);
        Assert.Null(refusal);
        return content;
    }

    private static async Task<(byte[] Content, Refusal? Refusal)> ReadAsync(Released<OpenedDocument<DocumentHeading>> opened)
    {
        using var content = new MemoryStream();
        Refusal? refusal = null;
        await foreach (var next in opened.Message.Content)
        {
            Assert.Null(refusal); // nothing follows
            refusal = next.Refusal;
            content.Write((next.Value?.Bytes ?? default).Span);
        }

        return (content.ToArray(), refusal);
    }

    private static async IAsyncEnumerable<Outcome<DocumentPiece>> Unread()
    {
        await Task.CompletedTask;
        Assert.Fail("Nothing of the document was to be read.");
        yield break;
    }

    // Pieces until so many bytes came; then the caller goes away.
    private static async IAsyncEnumerable<Outcome<DocumentPiece>> Endless(
        int bytes, CancellationTokenSource gone, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var sent = 0; ; sent += Chunk)
        {
            if (sent >= bytes)
                await gone.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            yield return new DocumentPiece(new byte[Chunk]);
        }
    }

    private async Task<SectionId> ContributedAsync(Case found) =>
        (await _police.ContributeAsync("regie", found.ById(), Offers.Police())).Value!.Message.Value.Section;

    private Task<Case> CaseAsync() =>
        _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity())], _police.As(Relation.Lead), _ggd.As(Relation.Duo));
}
