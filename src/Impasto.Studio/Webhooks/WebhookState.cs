namespace Impasto.Studio.Webhooks;

/// <summary>Where the message of a run stands, as the store and the service spell it.</summary>
internal static class WebhookState
{
    /// <summary>It waits for the end of the run, or for the next try.</summary>
    public const string Waiting = "waiting";

    /// <summary>It arrived.</summary>
    public const string Sent = "sent";

    /// <summary>It is tried no longer.</summary>
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Waiting, Sent, Failed];
}
