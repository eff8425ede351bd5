import { ALWAYS, AWS, COMPUTED, OFF, SOMETIMES, type StatefulKinds } from "./kind.ts";

/** File systems and disks. */
export const FILES: StatefulKinds = {
  // efs/file_system.go
  "aws:efs/fileSystem:FileSystem": {
    name: "EFS file system",
    holds: "its files",
    replacing: {
      ...AWS,
      availabilityZoneName: COMPUTED,
      creationToken: COMPUTED,
      encrypted: COMPUTED,
      kmsKeyId: COMPUTED,
      performanceMode: COMPUTED,
    },
  },
  // fsx/lustre_file_system.go
  "aws:fsx/lustreFileSystem:LustreFileSystem": {
    name: "FSx for Lustre file system",
    holds: "its files, and its automatic backups",
    replacing: {
      ...AWS,
      backupId: ALWAYS,
      copyTagsToBackups: OFF,
      deploymentType: { default: "SCRATCH_1" },
      driveCacheType: ALWAYS,
      efaEnabled: COMPUTED,
      exportPath: COMPUTED,
      // An older one is replaced, and so are fewer operations and less room.
      fileSystemTypeVersion: SOMETIMES,
      importPath: ALWAYS,
      importedFileChunkSize: COMPUTED,
      kmsKeyId: COMPUTED,
      "metadataConfiguration.iops": SOMETIMES,
      securityGroupIds: ALWAYS,
      storageCapacity: SOMETIMES,
      storageType: { default: "SSD" },
      subnetIds: ALWAYS,
    },
  },
  // fsx/ontap_file_system.go
  "aws:fsx/ontapFileSystem:OntapFileSystem": {
    name: "FSx for ONTAP file system",
    holds: "its volumes, and its automatic backups",
    replacing: {
      ...AWS,
      deploymentType: ALWAYS,
      endpointIpAddressRange: COMPUTED,
      // Only the first generation is replaced, and only for more.
      haPairs: SOMETIMES,
      kmsKeyId: COMPUTED,
      preferredSubnetId: ALWAYS,
      securityGroupIds: ALWAYS,
      storageType: { default: "SSD" },
      subnetIds: ALWAYS,
      throughputCapacityPerHaPair: SOMETIMES,
    },
  },
  // fsx/openzfs_file_system.go
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": {
    name: "FSx for OpenZFS file system",
    holds: "its volumes, and its automatic backups",
    replacing: {
      ...AWS,
      backupId: ALWAYS,
      deploymentType: ALWAYS,
      endpointIpAddressRange: COMPUTED,
      kmsKeyId: COMPUTED,
      preferredSubnetId: ALWAYS,
      "rootVolumeConfiguration.copyTagsToSnapshots": { ...OFF, ...COMPUTED },
      securityGroupIds: ALWAYS,
      storageType: { default: "SSD" },
      subnetIds: ALWAYS,
    },
  },
  // fsx/windows_file_system.go
  "aws:fsx/windowsFileSystem:WindowsFileSystem": {
    name: "FSx for Windows file system",
    holds: "its files, and its automatic backups",
    replacing: {
      ...AWS,
      activeDirectoryId: ALWAYS,
      backupId: ALWAYS,
      copyTagsToBackups: OFF,
      deploymentType: { default: "SINGLE_AZ_1" },
      kmsKeyId: COMPUTED,
      preferredSubnetId: COMPUTED,
      securityGroupIds: ALWAYS,
      storageType: { default: "SSD" },
      subnetIds: ALWAYS,
    },
  },
  // ec2/ebs_volume.go
  "aws:ebs/volume:Volume": {
    name: "EBS volume",
    holds: "its blocks",
    replacing: {
      ...AWS,
      availabilityZone: ALWAYS,
      encrypted: COMPUTED,
      kmsKeyId: COMPUTED,
      multiAttachEnabled: OFF,
      outpostArn: ALWAYS,
      snapshotId: COMPUTED,
    },
  },
  // ec2/ec2_instance.go
  "aws:ec2/instance:Instance": {
    name: "EC2 instance",
    holds: "its root volume and every other one that goes with it",
    guard: { input: "disableApiTermination", value: true },
    replacing: {
      ...AWS,
      ami: COMPUTED,
      associatePublicIpAddress: COMPUTED,
      availabilityZone: COMPUTED,
      "cpuOptions.amdSevSnp": COMPUTED,
      "cpuOptions.coreCount": SOMETIMES,
      "cpuOptions.threadsPerCore": SOMETIMES,
      // Their tags change in place.
      ebsBlockDevices: SOMETIMES,
      ebsOptimized: COMPUTED,
      "enclaveOptions.enabled": COMPUTED,
      ephemeralBlockDevices: COMPUTED,
      hibernation: OFF,
      hostId: COMPUTED,
      instanceMarketOptions: COMPUTED,
      // Another architecture is replaced.
      instanceType: SOMETIMES,
      ipv6Addresses: COMPUTED,
      keyName: COMPUTED,
      launchTemplate: ALWAYS,
      networkInterfaces: COMPUTED,
      placementGroup: COMPUTED,
      placementGroupId: SOMETIMES,
      placementPartitionNumber: COMPUTED,
      primaryNetworkInterface: SOMETIMES,
      privateIp: COMPUTED,
      "rootBlockDevice.encrypted": COMPUTED,
      "rootBlockDevice.kmsKeyId": COMPUTED,
      secondaryNetworkInterfaces: SOMETIMES,
      securityGroups: COMPUTED,
      subnetId: COMPUTED,
      tenancy: COMPUTED,
      // Where userDataReplaceOnChange says so.
      userData: SOMETIMES,
      userDataBase64: SOMETIMES,
    },
  },
};
