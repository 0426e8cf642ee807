using Impasto.Studio.Runs;

namespace Impasto.Studio.Webhooks;

/// <summary>A message that a server has taken to send.</summary>
/// <param name="Run">The run that is over.</param>
internal sealed record WebhookTask(StudioRun Run)
{
    /// <summary>Where it goes.</summary>
    public Uri Url => new(Run.Webhook);

    /// <summary>The number of this try, from 1.</summary>
    public int Try => Run.WebhookTries;
}
