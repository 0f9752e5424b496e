namespace Exchange.Dossiers;

/// <summary>
/// Whether an answer may be taken for what it says it is: about the person asked about, nothing that was not asked for, every value
/// one that could have been contributed, and no more than fits. One mistake, and nothing of the answer is used.
/// </summary>
public static class AnswerRules
{
    /// <summary>The most sections of an answer.</summary>
    public const int MaxSections = 16;

    /// <summary>The most bytes of an answer, over the wire and as contents.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>How far the source's clock may be ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Checks an answer against its question: gives it back, or says why it is malformed.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">What the adapter made of what came.</param>
    /// <param name="now">The moment.</param>
    public static SourceAnswer Check(SourceQuestion question, SourceAnswer answer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (answer is not SourceAnswer.Given given)
            return answer;
        if (given.AsOf > now + ClockSkew)
            return new SourceAnswer.Malformed(SourceFault.FromTheFuture);
        if (given.Sections.Count > MaxSections)
            return new SourceAnswer.Malformed(SourceFault.TooLarge);

        var bytes = 0;
        foreach (var section in given.Sections)
        {
            if (Find(question, section) is { } fault)
                return new SourceAnswer.Malformed(fault);
            bytes += section.Content.ToBytes().Length;
        }

        return bytes > MaxBytes ? new SourceAnswer.Malformed(SourceFault.TooLarge) : given;
    }

    private static SourceFault? Find(SourceQuestion question, SourceSection section)
    {
        if (section.Bsn != question.Bsn)
            return SourceFault.OtherSubject;
        if (question.Asked.FirstOrDefault(a => a.Rule.Id == section.Category) is not { } asked
            || section.Content.Fields.Keys.Any(field => !asked.Fields.Contains(field, StringComparer.Ordinal)))
        {
            return SourceFault.NotAskedFor;
        }

        if (ContentRules.Check(asked.Rule, section.Content).Count > 0)
            return SourceFault.BadContent;

        // The number that an identity section states is the subject's too.
        return section.Content.Fields.Any(f => asked.Rule.Fields[f.Key].Type == Consent.FieldType.Bsn && f.Value is TextValue { Text: var bsn } && bsn != question.Bsn)
            ? SourceFault.OtherSubject
            : null;
    }
}
