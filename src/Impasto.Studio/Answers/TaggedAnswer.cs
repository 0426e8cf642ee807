namespace Impasto.Studio.Answers;

/// <summary>Marks a route whose JSON gets a tag: a client that has it already gets 304 without a body.</summary>
internal sealed class TaggedAnswer
{
    private TaggedAnswer()
    {
    }

    /// <summary>The mark.</summary>
    public static TaggedAnswer Wanted { get; } = new();
}
