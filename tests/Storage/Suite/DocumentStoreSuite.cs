using System.Security.Cryptography;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>Documents: what the records know of them, and their chunks.</summary>
public abstract class DocumentStoreSuite : StorageSuite
{
    private readonly CaseId _case = CaseId.Create();
    private readonly SectionId _section = SectionId.Create();

    [Fact]
    public async Task Write_Chunks_ComeBackByNumber()
    {
        var id = Attached();
        var chunks = Enumerable.Range(0, 3).Select(_ => new ReadOnlyMemory<byte>(RandomNumberGenerator.GetBytes(100))).ToList();
        await Storage.Documents.WriteAsync(Amsterdam, id, 0, chunks[..2], Cancellation);
        await Storage.Documents.WriteAsync(Amsterdam, id, 2, chunks[2..], Cancellation);
        Storage.Restart();
        for (var i = 0; i < chunks.Count; i++)
            Assert.Equal(chunks[i].ToArray(), (await Storage.Documents.ReadAsync(Amsterdam, id, i, Cancellation))!.Value.ToArray());
        Assert.Null(await Storage.Documents.ReadAsync(Amsterdam, id, 3, Cancellation));
        Assert.Null(await Storage.Documents.ReadAsync(Utrecht, id, 0, Cancellation));
    }

    [Fact]
    public async Task Remove_TakesThatDocumentOnly()
    {
        DocumentId a = DocumentId.Create(), b = DocumentId.Create();
        foreach (var (partnership, id) in new[] { (Amsterdam, a), (Amsterdam, b), (Utrecht, a) })
            await Storage.Documents.WriteAsync(partnership, id, 0, [new byte[] { 1 }], Cancellation);
        await Storage.Documents.RemoveAsync(Amsterdam, a, Cancellation);
        Assert.Null(await Storage.Documents.ReadAsync(Amsterdam, a, 0, Cancellation));
        Assert.NotNull(await Storage.Documents.ReadAsync(Amsterdam, b, 0, Cancellation));
        Assert.NotNull(await Storage.Documents.ReadAsync(Utrecht, a, 0, Cancellation));
    }

    [Fact]
    public async Task Restart_RemovesChunksOfWhichNoEntryTells()
    {
        var (kept, half) = (Attached(), DocumentId.Create());
        foreach (var id in new[] { kept, half })
            await Storage.Documents.WriteAsync(Amsterdam, id, 0, [new byte[] { 1 }], Cancellation);
        await Storage.Documents.WriteAsync(Utrecht, kept, 0, [new byte[] { 1 }], Cancellation);
        Storage.Restart();
        Assert.NotNull(await Storage.Documents.ReadAsync(Amsterdam, kept, 0, Cancellation));
        Assert.Null(await Storage.Documents.ReadAsync(Amsterdam, half, 0, Cancellation));
        Assert.Null(await Storage.Documents.ReadAsync(Utrecht, kept, 0, Cancellation));
    }

    [Fact]
    public async Task DocumentAttached_ComesWithItsSectionInItsPlaceAndMovesNoEpoch()
    {
        var first = Attached();
        var second = new Document(DocumentId.Create(), 2, Document.MaxSize, new byte[] { 4, 5 });
        Assert.True(Write(Amsterdam, new DocumentAttached(_case, _section, second)));
        Write(Amsterdam, new SectionContributed(_case, SectionOf(SectionId.Create())));
        Write(Amsterdam, new SectionContributed(_case, SectionOf(_section, 2)));
        Storage.Restart();
        var reading = (await ReadAsync(Amsterdam, _case)).Case!;
        Assert.Equal(2, reading.Epoch); // the correction's
        Assert.Empty(reading.Sections[0].Documents);
        Assert.Equal([(first, 1, 3L), (second.Id, 2, Document.MaxSize)], reading.Sections[1].Documents.Select(d => (d.Id, d.Place, d.Size)));
        Assert.Equal([4, 5], reading.Sections[1].Documents[1].EncryptedDescription.ToArray());
        var found = (await Storage.Dossiers.ReadSectionAsync(Amsterdam, _section, Cancellation)).Section!;
        Assert.Equal([first, second.Id], found.Newest.Documents.Select(d => d.Id));
        var own = await Storage.Dossiers.ListOwnSectionsAsync(
            Amsterdam, new OwnSectionsQuery("politie", ["police"], new DateOnly(2026, 1, 1), 0, 10, int.MaxValue), Cancellation);
        Assert.Equal([2, 0], own.Sections.Select(s => s.Section.Documents.Count));
    }

    [Fact]
    public void DocumentAttached_TakenPlaceIdOrForeignWithdrawnSection_Conflicts()
    {
        var first = Attached();
        var other = CaseId.Create();
        Write(Amsterdam, Opened(other));
        Assert.False(Write(Amsterdam, new DocumentAttached(_case, _section, Of(DocumentId.Create(), 1))));
        Assert.False(Write(Amsterdam, new DocumentAttached(_case, _section, Of(first, 2))));
        Assert.False(Write(Amsterdam, new DocumentAttached(other, _section, Of(DocumentId.Create(), 2))));
        Assert.False(Write(Amsterdam, new DocumentAttached(_case, SectionId.Create(), Of(DocumentId.Create(), 2))));
        Assert.False(Write(Utrecht, new DocumentAttached(_case, _section, Of(DocumentId.Create(), 2))));
        Write(Amsterdam, new SectionWithdrawn(_case, _section, 2));
        Assert.False(Write(Amsterdam, new DocumentAttached(_case, _section, Of(DocumentId.Create(), 2))));
    }

    private static Document Of(DocumentId id, int place) => new(id, place, 3, new byte[] { 1 });

    private DocumentId Attached()
    {
        var id = DocumentId.Create();
        Assert.True(Write(
            Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(_section)), new DocumentAttached(_case, _section, Of(id, 1))));
        return id;
    }
}
