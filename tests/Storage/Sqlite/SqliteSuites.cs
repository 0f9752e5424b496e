using Exchange.Storage.Tests.Suite;

namespace Exchange.Storage.Tests.Sqlite;

public sealed class SqliteLogStoreTests : LogStoreSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteDossierStoreTests : DossierStoreSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteKeyStoreTests : KeyStoreSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteCaseListTests : CaseListSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteDocumentStoreTests : DocumentStoreSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteSourceRequestTests : SourceRequestSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteLogIndexTests : LogIndexSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteStateTests : StateSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteGlassTests : GlassSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteLogCursorTests : LogCursorSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteCovenantTests : CovenantSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}

public sealed class SqliteFrozenViewTests : FrozenViewSuite
{
    protected override StorageUnderTest Make() => new SqliteUnderTest();
}
