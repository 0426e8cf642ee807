namespace Impasto.Studio.Plans;

/// <summary>What a run would take at some sizes.</summary>
/// <param name="Plans">A plan for each size, in their order.</param>
/// <param name="Basis">
/// What the seconds come from: runs for earlier runs of this studio, measured for a small step that was measured here;
/// empty if they are unknown.
/// </param>
/// <param name="Engine">The engine that the memory is for; empty if other machines do the work.</param>
/// <param name="MemoryLimit">Bytes that a run may take now; null if other machines do the work.</param>
internal sealed record PlanList(IReadOnlyList<PlanView> Plans, string Basis, string Engine, long? MemoryLimit);
