; The installer for Windows, built with Inno Setup 6 from the folder that build.py has made:
;   iscc /DVersion=0.1.0 /DFolder=dist\latentpad packaging\latentpad.iss
; It installs for the current user and needs no administrator.

#ifndef Version
  #error "Name the version: /DVersion=0.1.0"
#endif
#ifndef Folder
  #error "Name the app's folder: /DFolder=dist\latentpad"
#endif

[Setup]
AppId={{6B7D5B1E-2D57-4D53-9B2C-7D3A2F0C9E41}
AppName=latentpad
AppVersion={#Version}
VersionInfoVersion={#Version}
AppPublisher=The latentpad authors
DefaultDirName={autopf}\latentpad
DefaultGroupName=latentpad
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\LICENSE
OutputDir=..\dist
OutputBaseFilename=latentpad-{#Version}-windows-x64
SetupIconFile=..\build\latentpad\icons\latentpad.ico
UninstallDisplayIcon={app}\latentpad-app.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; what an earlier version has brought, and this one may not
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\latentpad"; Filename: "{app}\latentpad-app.exe"
Name: "{autodesktop}\latentpad"; Filename: "{app}\latentpad-app.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\latentpad-app.exe"; Description: "{cm:LaunchProgram,latentpad}"; Flags: nowait postinstall skipifsilent

[UninstallRun]
Filename: "{app}\latentpad.exe"; Parameters: "--daemon disable"; Flags: runhidden; RunOnceId: "Login"
Filename: "{app}\latentpad.exe"; Parameters: "--daemon stop"; Flags: runhidden; RunOnceId: "Stop"
