using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>The message that a run sends when it is over.</summary>
/// <param name="Address">Where it goes, without the query, which may be secret.</param>
/// <param name="State">
/// waiting (for the end of the run, or for the next try), sent, or failed (it is tried no longer).
/// </param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Error">Why the latest try failed; empty if none did.</param>
internal sealed record WebhookView(string Address, string State, int Tries, string Error)
{
    /// <summary>That of a run; null if it has none.</summary>
    public static WebhookView? Of(StudioRun run) => run.Webhook.Length == 0
        ? null
        : new WebhookView(
            new Uri(run.Webhook).GetLeftPart(UriPartial.Path), run.WebhookState, run.WebhookTries, run.WebhookError);
}
