namespace Exchange.Storage.Postgres;

/// <summary>One statement with the values of its parameters <c>$1</c>, <c>$2</c> … in their order.</summary>
internal sealed class Statement(string sql, params object?[] values)
{
    public string Sql => sql;

    public IReadOnlyList<object?> Values => values;
}
