namespace Impasto.Objectives;

/// <summary>The parts of one loss; all but the total before their global weights.</summary>
internal readonly record struct LossTerms(double Total, double Content, double Style, double Tv, double Range);
