namespace Impasto.Training;

/// <summary>What learning a style came to.</summary>
/// <param name="Record">What the style's file says.</param>
/// <param name="Steps">Steps taken, counted from the training's first.</param>
/// <param name="Photographs">Photographs that were read, those held out included; 0 for drawn scenes.</param>
public sealed record LearnResult(LearningRecord Record, int Steps, int Photographs);
