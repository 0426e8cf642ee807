namespace Impasto.Studio.Webhooks;

/// <summary>Why a message did not arrive.</summary>
/// <param name="Reason">One sentence for people.</param>
/// <param name="MayPass">True if a later try makes sense; false if the receiver is gone for good (410).</param>
internal sealed record WebhookRefusal(string Reason, bool MayPass);
