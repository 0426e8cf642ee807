namespace Impasto.Tests.Networks.Weights;

/// <summary>What a user reads when something is refused: one sentence, and no exception of another kind.</summary>
internal static class Refusal
{
    public static string Of(Action act)
    {
        string message = Assert.ThrowsAny<ImpastoException>(act).Message;
        RequireSentence(message);
        return message;
    }

    public static async Task<string> OfAsync(Func<Task> act)
    {
        string message = (await Assert.ThrowsAnyAsync<ImpastoException>(act)).Message;
        RequireSentence(message);
        return message;
    }

    public static void RequireSentence(string message)
    {
        Assert.True(message.EndsWith('.') && !message.EndsWith("..", StringComparison.Ordinal), message);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 20, 700);
    }
}
