using System.Security.Cryptography;
using Exchange.Audit.V1;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Documents;

/// <summary>Documents over the wire: in bounded chunks and bounded memory, whole or not at all.</summary>
public sealed class DocumentWireTests : IAsyncLifetime
{
    private const int Chunk = 64 * 1024;
    private const long Mebibyte = 1024 * 1024;

    private RunningGateway _gateway = null!;
    private Person _police = null!;
    private Person _ggd = null!;
    private string _caseId = "";
    private string _section = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _police = _gateway.Person("politie", "p.lead", "regisseur");
        _ggd = _gateway.Person("ggd", "g.duo", "regisseur");
        _caseId = (await _gateway.ImportAsync(
            Samples.Sections(_gateway.Covenant),
            new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead),
            new Dossiers.TeamMember("ggd", "g.duo", Consent.Relation.Duo))).Id.Value;
        _section = (await _police.GetAsync(_police.Asking("regie", _caseId))).Sections.Single(s => s.Category == "police").SectionId;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Attached_ComesBackAsItWasWithItsEvidence()
    {
        var content = RandomNumberGenerator.GetBytes((Chunk * 3) + 5);
        var id = await AttachAsync(Header(content), content);

        var info = Assert.Single((await _ggd.GetAsync(_ggd.Asking("regie", _caseId))).Sections.Single(s => s.SectionId == _section).Documents);
        Assert.Equal(
            new DocumentInfo { DocumentId = id, Name = "brief.pdf", MediaType = "application/pdf", Size = content.Length, Sha256 = ByteString.CopyFrom(SHA256.HashData(content)) },
            info);

        using var call = _ggd.Dossiers.GetDocument(Asking(id), _ggd.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        var nonce = (await call.ResponseHeadersAsync).GetValueBytes("exchange-nonce-bin")!;
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var first = call.ResponseStream.Current;
        using var received = new MemoryStream();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            Assert.InRange(call.ResponseStream.Current.Chunk.Length, 1, Chunk);
            received.Write(call.ResponseStream.Current.Chunk.Span);
        }

        Assert.Equal(content, received.ToArray());
        Assert.Equal((info, _section, "5.2"), (first.Header.Document, first.Header.SectionId, first.Header.Article));
        Assert.Equal(nonce, call.GetTrailers().GetValueBytes("exchange-nonce-bin"));
        var entry = _gateway.Entries()[^1];
        Assert.Equal((Outcome.Released, id), (entry.Outcome, entry.DocumentRead.DocumentId));
        Assert.Equal(HMACSHA256.HashData(nonce, first.ToByteArray()), entry.ResponseHmac.ToByteArray());
    }

    [Fact]
    public async Task HundredMebibytes_GoThroughInBoundedMemory()
    {
        var (size, chunk) = (100 * Mebibyte, RandomNumberGenerator.GetBytes(Chunk));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var sent = 0L; sent < size; sent += Chunk)
            hash.AppendData(chunk);
        var header = Header([]);
        (header.Size, header.Sha256) = (size, ByteString.CopyFrom(hash.GetHashAndReset()));
        using var watch = new HeapWatch();

        using var upload = Begin(header);
        await upload.RequestStream.WriteAsync(header, TestContext.Current.CancellationToken);
        for (var sent = 0L; sent < size; sent += Chunk)
            await upload.RequestStream.WriteAsync(new AttachDocumentRequest { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, TestContext.Current.CancellationToken);
        await upload.RequestStream.CompleteAsync();
        var id = (await upload.ResponseAsync).DocumentId;

        using var call = _ggd.Dossiers.GetDocument(Asking(id), _ggd.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        var received = 0L;
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            received += call.ResponseStream.Current.Chunk.Length;
            hash.AppendData(call.ResponseStream.Current.Chunk.Span);
        }

        Assert.Equal((size, header.Sha256), (received, ByteString.CopyFrom(hash.GetHashAndReset())));
        Assert.InRange(watch.Highest, 0, 32 * Mebibyte); // what is still in use, of gateway and client together
    }

    public static TheoryData<string, StatusCode, string> BrokenUploads => new()
    {
        { "short", StatusCode.InvalidArgument, "DOCUMENT_MISMATCH" },
        { "long", StatusCode.InvalidArgument, "DOCUMENT_MISMATCH" },
        { "digest", StatusCode.InvalidArgument, "DOCUMENT_MISMATCH" },
        { "large", StatusCode.InvalidArgument, "DOCUMENT_TOO_LARGE" },
        { "large chunk", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "huge chunk", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "empty chunk", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "chunk with a name", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "chunk with an unknown field", StatusCode.InvalidArgument, "FIELD_UNKNOWN" },
        { "path as a name", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "media type", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "section", StatusCode.NotFound, "SECTION_NOT_FOUND" },
        { "unsigned", StatusCode.Unauthenticated, "SIGNATURE_MISSING" },
        { "altered", StatusCode.Unauthenticated, "SIGNATURE_INVALID" },
    };

    [Theory]
    [MemberData(nameof(BrokenUploads))]
    public async Task BrokenUpload_IsRefusedWithOneEntryAndNothingIsKept(string what, StatusCode code, string reason)
    {
        var content = RandomNumberGenerator.GetBytes(Chunk * 20);
        var header = Header(content);
        IEnumerable<AttachDocumentRequest> chunks = content.Chunk(Chunk).Select(c => new AttachDocumentRequest { Chunk = ByteString.CopyFrom(c) }).ToList();
        switch (what)
        {
            case "short": header.Size++; break;
            case "long": header.Size--; break;
            case "digest": header.Sha256 = ByteString.CopyFrom(new byte[32]); break;
            case "large": header.Size = Document.MaxSize + 1; break;
            case "large chunk": chunks = chunks.Prepend(new AttachDocumentRequest { Chunk = ByteString.CopyFrom(new byte[Chunk + 1]) }); break;
            case "huge chunk": chunks = chunks.Append(new AttachDocumentRequest { Chunk = ByteString.CopyFrom(new byte[2 * Mebibyte]) }); header.Size += 2 * Mebibyte; break;
            case "empty chunk": chunks = chunks.Prepend(new AttachDocumentRequest()); break;
            case "chunk with a name": chunks = [new AttachDocumentRequest { Chunk = ByteString.CopyFrom([1]), Name = "x" }]; break;
            case "chunk with an unknown field": chunks = [AttachDocumentRequest.Parser.ParseFrom([0x4A, 1, 7, 0xF8, 0x3F, 1])]; break;
            case "path as a name": header.Name = "../brief.pdf"; break;
            case "media type": header.MediaType = "application/pdf; charset=x"; break;
            case "section": header.SectionId = "AAAAAAAAAAAAAAAAAAAAAA"; break;
        }

        var before = _gateway.Entries().Count;
        var headers = what switch { "unsigned" => _police.Headers(), "altered" => _police.Headers(Header(content)), _ => _police.Headers(header) };
        var refusal = await RichErrors.RefusalOf(SendAsync(_police.Dossiers.AttachDocument(headers, cancellationToken: TestContext.Current.CancellationToken), header, chunks));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        var entry = _gateway.Entries()[before];
        Assert.Equal(before + 1, _gateway.Entries().Count);
        Assert.Equal((Outcome.Refused, reason), (entry.Outcome, entry.Reason));
        Assert.Equal(0, Chunks());
    }

    [Fact]
    public async Task CancelledUpload_LeavesNothing()
    {
        var content = RandomNumberGenerator.GetBytes(Chunk * 40);
        var header = Header(content);
        using var call = Begin(header);
        await call.RequestStream.WriteAsync(header, TestContext.Current.CancellationToken);
        for (var i = 0; i < 39; i++)
            await call.RequestStream.WriteAsync(new AttachDocumentRequest { Chunk = ByteString.CopyFrom(content.AsSpan(i * Chunk, Chunk)) }, TestContext.Current.CancellationToken);
        var before = _gateway.Entries().Count;
        call.Dispose();

        while (_gateway.Entries().Count == before) // the test's own time limit ends this
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal("DEADLINE_EXCEEDED", _gateway.Entries()[before].Reason);
        while (Chunks() > 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CancelledDownload_LeavesTheDocumentAndTheConnectionUsable()
    {
        var content = RandomNumberGenerator.GetBytes(Chunk * 64);
        var id = await AttachAsync(Header(content), content);
        using (var call = _ggd.Dossiers.GetDocument(Asking(id), _ggd.Headers(), cancellationToken: TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < 3; i++)
                Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }

        Assert.Equal(content, await ReadAsync(id));
    }

    [Fact]
    public async Task SlowReader_GetsAllOfItAndIsNotReadAheadFor()
    {
        var content = RandomNumberGenerator.GetBytes(Chunk * 200);
        var id = await AttachAsync(Header(content), content);
        using var watch = new HeapWatch();
        using var call = _ggd.Dossiers.GetDocument(Asking(id), _ggd.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        // Nothing is read for a while. Withdrawn meanwhile, it ends, although the gateway could have read all of it ahead.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var withdrawal = new WithdrawContributionRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = _police.Role,
            IdempotencyKey = RandomId.Create(),
            SectionId = _section,
            Reason = "Verkeerde persoon",
        };
        await _police.Dossiers.WithdrawContributionAsync(withdrawal, _police.Headers(withdrawal), cancellationToken: TestContext.Current.CancellationToken);

        var refusal = await RichErrors.RefusalOf(DrainAsync(call));
        Assert.Equal((StatusCode.NotFound, "DOCUMENT_NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.InRange(watch.Highest, 0, 32 * Mebibyte);
    }

    [Fact]
    public async Task DamagedDocument_EndsWithDataLoss()
    {
        var content = RandomNumberGenerator.GetBytes(Chunk * 3);
        var id = await AttachAsync(Header(content), content);
        Execute("DELETE FROM chunks WHERE number = 2");
        var refusal = await RichErrors.RefusalOf(ReadAsync(id));
        Assert.Equal((StatusCode.DataLoss, "DOCUMENT_DAMAGED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task DocumentThatIsNotThere_LooksLikeOneThatMayNotBeSeen()
    {
        var content = RandomNumberGenerator.GetBytes(3);
        var id = await AttachAsync(Header(content), content);
        Assert.Equal("DOCUMENT_NOT_FOUND", (await RichErrors.RefusalOf(ReadAsync("AAAAAAAAAAAAAAAAAAAAAA"))).Reason);
        var stranger = _gateway.Person("ggd", "g.ander", "regisseur");
        using var call = stranger.Dossiers.GetDocument(Asking(id), stranger.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("CASE_NOT_FOUND", (await RichErrors.RefusalOf(DrainAsync(call))).Reason);
        Assert.Empty(_gateway.Entries()[^1].ResponseHmac);
    }

    [Fact]
    public async Task OtherRpcs_StayWithinTheirLimit()
    {
        var request = new WithdrawContributionRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = _police.Role,
            IdempotencyKey = RandomId.Create(),
            SectionId = _section,
            Reason = new string('x', 2 * 1024 * 1024),
        };
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await _police.Dossiers.WithdrawContributionAsync(request, _police.Headers(request), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(error.StatusCode, new[] { StatusCode.ResourceExhausted, StatusCode.Internal, StatusCode.Unavailable });
    }

    private AttachDocumentRequest Header(byte[] content) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = _police.Role,
        IdempotencyKey = RandomId.Create(),
        SectionId = _section,
        Name = "brief.pdf",
        MediaType = "application/pdf",
        Size = content.Length,
        Sha256 = ByteString.CopyFrom(SHA256.HashData(content)),
    };

    private GetDocumentRequest Asking(string id) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = _ggd.Role,
        Purpose = "regie",
        CaseId = _caseId,
        DocumentId = id,
    };

    private AsyncClientStreamingCall<AttachDocumentRequest, AttachDocumentResponse> Begin(AttachDocumentRequest header) =>
        _police.Dossiers.AttachDocument(_police.Headers(header), cancellationToken: TestContext.Current.CancellationToken);

    private async Task<string> AttachAsync(AttachDocumentRequest header, byte[] content) => await SendAsync(
        Begin(header), header, content.Chunk(50_000).Select(c => new AttachDocumentRequest { Chunk = ByteString.CopyFrom(c) }));

    private static async Task<string> SendAsync(
        AsyncClientStreamingCall<AttachDocumentRequest, AttachDocumentResponse> call, AttachDocumentRequest header, IEnumerable<AttachDocumentRequest> chunks)
    {
        using (call)
        {
            try
            {
                foreach (var message in chunks.Prepend(header))
                    await call.RequestStream.WriteAsync(message, TestContext.Current.CancellationToken);
                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The gateway answered before everything was sent: the answer says why.
            }

            return (await call.ResponseAsync).DocumentId;
        }
    }

    private async Task<byte[]> ReadAsync(string id)
    {
        using var call = _ggd.Dossiers.GetDocument(Asking(id), _ggd.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        return await DrainAsync(call);
    }

    private static async Task<byte[]> DrainAsync(AsyncServerStreamingCall<GetDocumentResponse> call)
    {
        using var received = new MemoryStream();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            received.Write(call.ResponseStream.Current.Chunk.Span);
        return received.ToArray();
    }

    private long Chunks() => (long)Execute("SELECT count(*) FROM chunks")!;

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "documents.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>How much more of the heap is in use than at the start, at most, each time after a collection.</summary>
    private sealed class HeapWatch : IDisposable
    {
        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
        private readonly Lock _turn = new();
        private readonly Timer _timer;
        private long _highest;

        public HeapWatch() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));

        public long Highest
        {
            get
            {
                Look();
                return Interlocked.Read(ref _highest);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            var more = GC.GetTotalMemory(forceFullCollection: true) - _start;
            lock (_turn)
                _highest = Math.Max(_highest, more);
        }
    }
}
