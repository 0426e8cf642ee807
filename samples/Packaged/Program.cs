using Impasto.Samples.Packaged;

// Each part uses the packages as a program outside the repository does; the first one that fails ends the program.
StylizeSample.Run();
TorchSample.Run();
TrainingSample.Run();
