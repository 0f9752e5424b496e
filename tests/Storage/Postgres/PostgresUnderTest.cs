using Exchange.Consent;
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

    protected override IStorage Storage => _storage;

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
