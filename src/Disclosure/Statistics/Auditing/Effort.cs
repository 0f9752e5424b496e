namespace Exchange.Disclosure.Statistics;

/// <summary>What is left to spend on an edition, in entries of tableaus: the same on every machine, so that the outcome is too.</summary>
/// <param name="left">The budget.</param>
internal sealed class Effort(long left)
{
    private long _left = left;

    public void Spend(long entries)
    {
        _left -= entries;
        if (_left < 0)
            throw new EffortSpentException();
    }
}

/// <summary>The budget is spent; caught where the edition is made.</summary>
internal sealed class EffortSpentException : Exception;
