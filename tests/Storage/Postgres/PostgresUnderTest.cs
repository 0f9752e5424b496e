using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Suite;

namespace Exchange.Storage.Tests.Postgres;

public sealed class PostgresUnderTest : StorageUnderTest
{
    private static readonly PartnershipId[] Partnerships = [new("amsterdam"), new("utrecht")];

    private readonly PostgresDatabases _databases;
    private readonly PostgresOptions _options;
    private PostgresStorage _storage;

    public PostgresUnderTest()
        : this(PostgresFixture.Rent())
    {
    }

    internal PostgresUnderTest(PostgresDatabases databases, PostgresOptions? options = null)
    {
        _databases = databases;
        _options = options ?? databases.Options;
        _storage = PostgresStorage.Open(_options);
    }

    public override IDossierStore Dossiers => _storage.Dossiers;

    public override IActiveCaseStore ActiveCases => _storage.ActiveCases;

    public override ICovenantStore Covenants => _storage.Covenants;

    public override IDocumentStore Documents => _storage.Documents;

    public override ILogStore Log => _storage.Log;

    public override ILogIndex Index => _storage.Index;

    public override ILogCursors Cursors => _storage.Cursors;

    public override IKeyStore Keys => _storage.Keys;

    public override void Restart()
    {
        _storage.Dispose();
        _storage = PostgresStorage.Open(_options);
        _storage.RemoveHalfUploads(Partnerships);
    }

    public override void Dispose()
    {
        _storage.Dispose();
        _databases.Dispose();
    }
}
